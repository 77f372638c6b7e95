using UnrealSharp.Engine;
using UnrealSharp.SlateCore;

namespace UnrealSharp.UMG;

/// <summary>A widget laid out in the designer.</summary>
public class UUserWidget : UWidget
{
    internal bool IsOnScreen { get; set; }

    public virtual void PreConstruct(bool isDesignTime)
    {
    }

    public virtual void Construct()
    {
    }

    public virtual void Destruct()
    {
    }

    public virtual void OnInitialized()
    {
    }

    public virtual void Tick(FGeometry myGeometry, float inDeltaTime)
    {
    }

    public void AddToViewport(int zOrder = 0) => Engine.ShowWidget(this);

    public void RemoveFromParent() => Engine.HideWidget(this);

    public bool IsInViewport() => IsOnScreen;

    internal override UWorld? FindWorld() => Record.Outer as UWorld;
}

using UnrealSharp.Engine;
using UnrealSharp.SlateCore;

namespace UnrealSharp.UMG;

/// <summary>A widget laid out in the designer.</summary>
public partial class UUserWidget : UWidget
{
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

    public virtual void Tick(FGeometry myGeometry, float deltaTime)
    {
    }

    public void AddToViewport(int zOrder = 0) => Engine.ShowWidget(this);

    public void RemoveFromParent() => Engine.HideWidget(this);

    public bool IsInViewport() => Record.IsActive;

    internal override UWorld? FindWorld() => FindOuter() as UWorld;
}

using System.Reflection;
using UnrealSharp.Core.Attributes;
using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;
using UnrealSharp.UMG;

namespace UnrealSharp.StandIn;

public sealed partial class SimulatedEngine
{
    private readonly List<UUserWidget> _widgets = [];

    /// <summary>Makes a widget in the current world; the designer's part, its bound widgets, is made with it.</summary>
    internal UUserWidget CreateWidget(Type? type)
    {
        if (type is null)
        {
            throw new ArgumentException("CreateWidget needs a class.");
        }

        var widget = (UUserWidget)CreateObject(type, RequireWorld());
        foreach (var property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        {
            if (property.GetCustomAttribute<BindWidgetAttribute>() is not null)
            {
                property.SetValue(widget, CreateObject(property.PropertyType, widget));
            }
        }

        CallManaged(widget, widget.OnInitialized);
        return widget;
    }

    internal void ShowWidget(UUserWidget widget)
    {
        if (!widget.Record.IsActive)
        {
            widget.Record.IsActive = true;
            _widgets.Add(widget);
            CallManaged(widget, () => widget.PreConstruct(false));
            CallManaged(widget, widget.Construct);
        }
    }

    internal void HideWidget(UUserWidget widget)
    {
        if (widget.Record.IsActive)
        {
            widget.Record.IsActive = false;
            _widgets.Remove(widget);
            CallManaged(widget, widget.Destruct);
        }
    }

    private List<UUserWidget> WidgetsOf(UWorld world) => _widgets.Where(widget => widget.FindWorld() == world).ToList();

    private void TickWidgets(double deltaSeconds)
    {
        foreach (var widget in _widgets.ToArray())
        {
            CallManaged(widget, () => widget.Tick(default, (float)deltaSeconds));
        }
    }
}

using System.Reflection;
using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;
using UnrealSharp.UMG;

namespace UnrealSharp.StandIn;

public sealed partial class SimulatedEngine
{
    /// <summary>The managed halves of a class's objects, by the class's full name.</summary>
    public IReadOnlyList<UObject> ObjectsOf(string className) => [.. Objects.All.Where(record => record.ClassName == className && record.Managed is not null).Select(record => record.Managed!)];

    /// <summary>An assembly goes: the managed halves of its objects go with it, the objects stay.</summary>
    internal void TakeManaged(Assembly assembly)
    {
        foreach (var world in _worlds)
        {
            world.Actors.RemoveAll(actor => actor.GetType().Assembly == assembly);
            world.Bodies.RemoveAll(body => body.GetType().Assembly == assembly);
        }

        _widgets.RemoveAll(widget => widget.GetType().Assembly == assembly);
        foreach (var type in _defaults.Keys.Concat(_subsystems.Keys).Where(type => type.Assembly == assembly).ToList())
        {
            _defaults.Remove(type);
            _subsystems.Remove(type);
        }

        // A Dispose may make or lose objects of its own.
        foreach (var record in Objects.All.Where(record => record.Managed?.GetType().Assembly == assembly).ToList())
        {
            record.Managed!.Dispose();
            record.Managed = null;
        }
    }

    /// <summary>An assembly came: objects of its classes that have no managed half get a new one.</summary>
    internal void RestoreManaged(Assembly assembly)
    {
        foreach (var record in Objects.All.Where(record => record is { Managed: null, IsGarbage: false }).ToList())
        {
            if (assembly.GetType(record.ClassName) is not { } type)
            {
                continue;
            }

            switch (ObjectTable.MakeManaged(record, type))
            {
                case AActor actor:
                    actor.FindWorld()?.Actors.Add(actor);
                    break;
                case UUserWidget widget when record.IsActive:
                    _widgets.Add(widget);
                    break;
            }
        }
    }
}

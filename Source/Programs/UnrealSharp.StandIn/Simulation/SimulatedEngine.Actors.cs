using UnrealSharp.Attributes;
using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;
using UnrealSharp.Log;

namespace UnrealSharp.StandIn;

public sealed partial class SimulatedEngine
{
    /// <summary>What a call of an engine function that needs a world finds.</summary>
    /// <exception cref="InvalidOperationException">No world is current.</exception>
    public UWorld RequireWorld() => CurrentWorldContext ?? throw new InvalidOperationException("World context object is not valid.");

    internal UObject CreateObject(Type type, UObject? outer, Action<UObject>? prepare = null)
    {
        if (type.GetCustomAttributes(typeof(UClassAttribute), false) is [UClassAttribute { Flags: var flags }] && flags.HasFlag(ClassFlags.Abstract))
        {
            throw new InvalidOperationException($"{type.Name} is abstract.");
        }

        return Objects.Create(type, outer, prepare);
    }

    internal UObject GetDefault(Type type)
    {
        if (!_defaults.TryGetValue(type, out var found))
        {
            _defaults[type] = found = CreateObject(type, TransientPackage);
        }

        return found;
    }

    internal UObject GetSubsystem(Type type)
    {
        if (!_subsystems.TryGetValue(type, out var found))
        {
            _subsystems[type] = found = CreateObject(type, TransientPackage);
        }

        return found;
    }

    internal AActor? SpawnActor(Type? type, FTransform transform, AActor? owner)
    {
        if (CurrentWorldContext is not { } world)
        {
            SimulatedLog.Write("LogUnrealSharp", ELogVerbosity.Error, "SpawnActor failed: no world context.");
            return null;
        }

        return SpawnActorIn(world, type, transform, owner);
    }

    /// <summary>Spawns an actor into a world; null, and a line in the log, when the engine would not.</summary>
    public AActor? SpawnActorIn(UWorld world, Type? type, FTransform transform, AActor? owner = null)
    {
        if (type is null)
        {
            SimulatedLog.Write("LogSpawn", ELogVerbosity.Warning, "SpawnActor failed because no class was specified");
            return null;
        }

        if (world.IsTearingDown || world.IsDestroyed)
        {
            SimulatedLog.Write("LogSpawn", ELogVerbosity.Warning, "SpawnActor failed because the world is being torn down");
            return null;
        }

        var actor = (AActor)CreateObject(type, world);
        actor.SetActorTransform(transform);
        actor.Owner = owner;
        actor.MakeDefaultComponents();
        world.Actors.Add(actor);
        if (world.HasBegunPlay)
        {
            BeginPlay(actor);
        }

        return actor;
    }

    internal void BeginPlay(AActor actor)
    {
        if (actor.Record.IsActive)
        {
            return;
        }

        actor.Record.IsActive = true;
        foreach (var component in actor.OwnComponents)
        {
            BeginPlay(component);
        }

        CallManaged(actor, actor.BeginPlay);
    }

    internal void BeginPlay(UActorComponent component)
    {
        if (!component.Record.IsActive)
        {
            component.Record.IsActive = true;
            CallManaged(component, component.BeginPlay);
        }
    }

    internal void DestroyActor(AActor actor, EEndPlayReason reason)
    {
        if (actor.IsDestroyed)
        {
            return;
        }

        EndPlay(actor, reason);
        Broadcast(actor, nameof(AActor.OnDestroyed), actor);
        actor.FindWorld()?.Actors.Remove(actor);
        MarkGarbage(actor);
    }

    internal void DestroyComponent(UActorComponent component, EEndPlayReason reason)
    {
        EndPlay(component, reason);
        component.MarkAsGarbage();
    }

    /// <summary>Calls managed code as the engine does: in the object's world, with faults logged and the thread's context checked afterwards.</summary>
    internal void CallManaged(UObject target, Action call)
    {
        if (target.FindWorld() is { } world)
        {
            CurrentWorldContext = world;
        }

        var context = SynchronizationContext.Current;
        try
        {
            call();
        }
        catch (Exception fault)
        {
            SimulatedLog.Write("LogUnrealSharp", ELogVerbosity.Error, $"Exception during a call of {target.GetType().Name}: {fault}");
        }

        NoteContext(context);
    }

    /// <summary>Managed code has returned; counts it when it left a context of its own on the game thread, and takes that away.</summary>
    internal void NoteContext(SynchronizationContext? expected)
    {
        if (SynchronizationContext.Current != expected)
        {
            ContextsLeftBehind++;
            SynchronizationContext.SetSynchronizationContext(expected);
        }
    }

    /// <summary>The engine itself calls a delegate of an object: what is not bound costs nothing.</summary>
    internal static void Broadcast(UObject owner, string property, params object?[] arguments)
    {
        if (owner.Record.Delegates.TryGetValue(property, out var storage))
        {
            storage.Broadcast(arguments);
        }
    }

    private static void MarkGarbage(AActor actor)
    {
        foreach (var component in actor.OwnComponents)
        {
            component.MarkAsGarbage();
        }

        actor.MarkAsGarbage();
    }

    private void EndPlay(AActor actor, EEndPlayReason reason)
    {
        if (!actor.Record.IsActive)
        {
            return;
        }

        actor.Record.IsActive = false;
        CallManaged(actor, () => actor.EndPlay(reason));
        Broadcast(actor, nameof(AActor.OnEndPlay), actor, reason);
        foreach (var component in actor.OwnComponents)
        {
            EndPlay(component, reason);
        }
    }

    private void EndPlay(UActorComponent component, EEndPlayReason reason)
    {
        if (component.Record.IsActive)
        {
            component.Record.IsActive = false;
            CallManaged(component, () => component.EndPlay(reason));
        }
    }

    private void TickActor(AActor actor, float deltaSeconds)
    {
        if (actor.IsDestroyed)
        {
            return;
        }

        CallManaged(actor, () => actor.Tick(deltaSeconds));
        foreach (var component in actor.OwnComponents)
        {
            if (!component.IsDestroyed)
            {
                CallManaged(component, () => component.Tick(deltaSeconds));
            }
        }
    }
}

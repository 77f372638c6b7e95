using System.Reflection;
using UnrealSharp.Attributes;
using UnrealSharp.CoreUObject;
using UnrealSharp.StandIn;

namespace UnrealSharp.Engine;

/// <summary>A thing in a world.</summary>
public class AActor : UObject
{
    internal List<UActorComponent> OwnComponents { get; } = [];

    internal bool HasBegunPlay { get; set; }

    internal string? Label { get; set; }

    public FTransform ActorTransform { get; set; } = new();

    public FVector ActorLocation => ActorTransform.Location;

    public FRotator ActorRotation => ActorTransform.Rotation;

    public AActor? Owner { get; set; }

    /// <summary>How fast time passes for this actor, on top of its world's dilation.</summary>
    public float CustomTimeDilation { get; set; } = 1;

    public IList<UActorComponent> Components => [.. OwnComponents];

    public TMulticastDelegate<FActorDestroyedSignature> OnDestroyed { get; set; } = new();

    public TMulticastDelegate<FActorEndPlaySignature> OnEndPlay { get; set; } = new();

    public virtual void BeginPlay()
    {
    }

    public virtual void EndPlay(EEndPlayReason endPlayReason)
    {
    }

    public virtual void Tick(float deltaSeconds)
    {
    }

    /// <summary>The name that the editor's outliner shows; empty until one is set.</summary>
    public string GetActorLabel(bool bCreateIfNone = true) => Label ?? (bCreateIfNone ? Name.ToString() : "");

    public void SetActorLabel(string newActorLabel, bool bMarkDirty = true) => Label = newActorLabel;

    public bool SetActorLocation(FVector newLocation)
    {
        ActorTransform = ActorTransform with { Location = newLocation };
        return true;
    }

    public T GetComponentByClass<T>()
        where T : UActorComponent => OwnComponents.OfType<T>().FirstOrDefault()!;

    public IList<T> GetComponentsByClass<T>()
        where T : UActorComponent => [.. OwnComponents.OfType<T>()];

    public T AddComponentByClass<T>(bool bManualAttachment, FTransform relativeTransform)
        where T : UActorComponent => AddComponentByClass<T>(bManualAttachment, relativeTransform, static _ => { });

    public T AddComponentByClass<T>(bool bManualAttachment, FTransform relativeTransform, Action<T> initializerFunc)
        where T : UActorComponent
    {
        var component = (T)Engine.AddComponent(this, typeof(T));
        initializerFunc(component);
        if (HasBegunPlay)
        {
            Engine.BeginPlay(component);
        }

        return component;
    }

    public void DestroyActor() => Engine.DestroyActor(this, EEndPlayReason.Destroyed);

    internal void MakeDefaultComponents()
    {
        foreach (var property in GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        {
            if (property.GetCustomAttribute<UPropertyAttribute>() is { DefaultComponent: true } && property.GetValue(this) is null)
            {
                property.SetValue(this, Engine.AddComponent(this, property.PropertyType));
            }
        }
    }

    internal override UWorld? FindWorld() => Record.Outer as UWorld;
}

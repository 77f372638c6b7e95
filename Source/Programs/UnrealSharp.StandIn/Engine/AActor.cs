using System.Reflection;
using UnrealSharp.Attributes;
using UnrealSharp.CoreUObject;
using UnrealSharp.StandIn;

namespace UnrealSharp.Engine;

/// <summary>A thing in a world.</summary>
public partial class AActor : UObject
{
    private TMulticastDelegate<FActorDestroyedSignature>? _onDestroyed;
    private TMulticastDelegate<FActorEndPlaySignature>? _onEndPlay;

    internal IReadOnlyList<UActorComponent> OwnComponents => [.. Engine.Objects.In(NativeObject).OfType<UActorComponent>()];

    public FTransform ActorTransform
    {
        get => SimulatedMemory.Get<FTransform?>(this, nameof(ActorTransform)) ?? new FTransform();
        private set => SimulatedMemory.Set(this, nameof(ActorTransform), value);
    }

    public FVector ActorLocation => ActorTransform.Location;

    public FRotator ActorRotation => ActorTransform.Rotation;

    public AActor? Owner
    {
        get => SimulatedMemory.Get<AActor?>(this, nameof(Owner));
        set => SimulatedMemory.Set(this, nameof(Owner), value);
    }

    /// <summary>How fast time passes for this actor, on top of its world's dilation.</summary>
    public float CustomTimeDilation
    {
        get => SimulatedMemory.Get<float?>(this, nameof(CustomTimeDilation)) ?? 1;
        set => SimulatedMemory.Set(this, nameof(CustomTimeDilation), value);
    }

    public IList<UActorComponent> Components => [.. OwnComponents];

    public TMulticastDelegate<FActorDestroyedSignature> OnDestroyed
    {
        get => _onDestroyed ??= SimulatedMemory.GetDelegate<FActorDestroyedSignature>(this, nameof(OnDestroyed), isSparse: true);
        set => _onDestroyed = value;
    }

    public TMulticastDelegate<FActorEndPlaySignature> OnEndPlay
    {
        get => _onEndPlay ??= SimulatedMemory.GetDelegate<FActorEndPlaySignature>(this, nameof(OnEndPlay), isSparse: true);
        set => _onEndPlay = value;
    }

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
    public string GetActorLabel(bool createIfNone = true)
    {
        var label = SimulatedMemory.Get<string>(this, "ActorLabel");
        return label.Length > 0 || !createIfNone ? label : Name.ToString();
    }

    public void SetActorLabel(string newActorLabel, bool markDirty = true) => SimulatedMemory.Set(this, "ActorLabel", newActorLabel);

    public bool SetActorTransform(FTransform newTransform)
    {
        ActorTransform = newTransform;
        return true;
    }

    public bool SetActorLocation(FVector newLocation) => SetActorTransform(ActorTransform with { Location = newLocation });

    public bool SetActorRotation(FRotator newRotation) => SetActorTransform(ActorTransform with { Rotation = newRotation.ToQuaternion });

    public T GetComponentByClass<T>()
        where T : UActorComponent => OwnComponents.OfType<T>().FirstOrDefault()!;

    public IList<T> GetComponentsByClass<T>()
        where T : UActorComponent => [.. OwnComponents.OfType<T>()];

    public T AddComponentByClass<T>(bool bManualAttachment, FTransform relativeTransform)
        where T : UActorComponent => AddComponentByClass<T>(bManualAttachment, relativeTransform, static _ => { });

    public T AddComponentByClass<T>(bool bManualAttachment, FTransform relativeTransform, Action<T> initializerFunc)
        where T : UActorComponent
    {
        var component = (T)Engine.CreateObject(typeof(T), this);
        initializerFunc(component);
        if (Record.IsActive)
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
                property.SetValue(this, Engine.CreateObject(property.PropertyType, this));
            }
        }
    }

    internal override UWorld? FindWorld() => FindOuter() as UWorld;
}

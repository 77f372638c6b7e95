using UnrealSharp.Core;
using UnrealSharp.CoreUObject;

namespace UnrealSharp.StandIn;

/// <summary>
/// What generated properties read and write: values live with the engine's object, not with its managed half, and so outlast a reload. Game thread.
/// </summary>
public static class SimulatedMemory
{
    /// <summary>Reads a property. Text is empty until it is set, never null.</summary>
    /// <exception cref="NullReferenceException">The object is gone.</exception>
    public static T Get<T>(UObject owner, string property)
    {
        RecordOf(owner).Memory.TryGetValue(property, out var stored);
        var value = stored switch
        {
            NativeReference reference => SimulatedEngine.Current.Objects.Find(reference.Id)?.Managed,
            FText.TextData text => new FText(text),
            null when typeof(T) == typeof(string) => "",
            null when typeof(T) == typeof(FText) => new FText(),
            _ => stored,
        };
        return value is null ? default! : (T)value;
    }

    /// <summary>Writes a property.</summary>
    /// <exception cref="NullReferenceException">The object is gone.</exception>
    public static void Set<T>(UObject owner, string property, T value) => RecordOf(owner).Memory[property] = value switch
    {
        UObject referenced => new NativeReference(referenced.NativeObject),
        FText text => text.Data,
        _ => value,
    };

    /// <summary>A multicast delegate property, as UnrealSharp hands it out: each managed half keeps the one that it was given first.</summary>
    public static TMulticastDelegate<T> GetDelegate<T>(UObject owner, string property, bool isSparse = false)
        where T : Delegate
    {
        var record = RecordOf(owner);
        if (!record.Delegates.TryGetValue(property, out var storage))
        {
            record.Delegates.Add(property, storage = new DelegateStorage(isSparse));
        }

        var made = new TMulticastDelegate<T>();
        ((MulticastDelegate<T>)made.InnerDelegate).Storage = storage;
        return made;
    }

    // UnrealSharp adds the property's offset to the object's address without asking: with none, the runtime finds an address near zero.
    private static ObjectRecord RecordOf(UObject owner) => owner.NativeObject == 0
        ? throw new NullReferenceException($"A property of a {owner.GetType().Name} was used, which is gone.")
        : owner.Record;

    private sealed record NativeReference(nint Id);
}

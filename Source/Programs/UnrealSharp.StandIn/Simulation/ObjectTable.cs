using System.Reflection;
using System.Runtime.CompilerServices;
using UnrealSharp.CoreUObject;

namespace UnrealSharp.StandIn;

/// <summary>
/// All objects of an engine, by number. Its own numbers are never used twice, so that a weak reference cannot come back to life; an object of a
/// native engine has its address.
/// </summary>
internal sealed class ObjectTable
{
    private readonly Dictionary<nint, ObjectRecord> _records = [];
    private nint _lastId;

    public int Count => _records.Count;

    public IEnumerable<ObjectRecord> All => _records.Values;

    public ObjectRecord? Find(nint id) => _records.GetValueOrDefault(id);

    /// <summary>The objects that are in an object and live, oldest first.</summary>
    public IEnumerable<UObject> In(nint outer) => Find(outer) is { } record
        ? record.Children.Where(child => child is { IsGarbage: false, Managed: not null }).Select(child => child.Managed!)
        : [];

    public UObject Create(Type type, UObject? outer, Action<UObject>? prepare = null, nint id = 0)
    {
        id = id == 0 ? ++_lastId : id;
        var record = new ObjectRecord { Id = id, Name = $"{type.Name[1..]}_{id}", ClassName = type.FullName!, Outer = outer?.NativeObject ?? 0 };
        _records.Add(id, record);
        Find(record.Outer)?.Children.Add(record);
        return MakeManaged(record, type, prepare);
    }

    // As in UnrealSharp, the engine's object is there before the constructor runs.
    public static UObject MakeManaged(ObjectRecord record, Type type, Action<UObject>? prepare = null)
    {
        var constructor = type.GetConstructor(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance, Type.EmptyTypes)
            ?? throw new InvalidOperationException($"{type.FullName} needs a constructor without parameters.");
        var managed = (UObject)RuntimeHelpers.GetUninitializedObject(type);
        managed.Attach(record.Id);
        record.Managed = managed;
        prepare?.Invoke(managed);
        constructor.Invoke(managed, BindingFlags.DoNotWrapExceptions, null, null, null);
        return managed;
    }

    /// <summary>Forgets destroyed objects and lets their managed halves go.</summary>
    public void CollectGarbage()
    {
        foreach (var record in _records.Values.Where(record => record.IsGarbage).ToList())
        {
            _records.Remove(record.Id);
            Find(record.Outer)?.Children.Remove(record);
            foreach (var storage in record.Delegates.Values)
            {
                storage.IsFreed = true;
            }

            record.Managed?.Dispose();
            record.Managed = null;
        }
    }
}

using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AsyncTick;

/// <summary>
/// The last things that happened on a loop: starts, steps and their wakers, ends, faults, cancellations, posts, frames, collections. A ring of entries of
/// eight bytes that is always written and read only when asked (<see cref="LoopRecording"/>). Nothing is allocated while it is written. Loop thread only.
/// </summary>
/// <remarks>
/// An entry of a step costs about a nanosecond because it says only what cannot be said later: times stand in entries of their own, one for as many steps as
/// share a stamp (<see cref="StepMeter"/>); who woke a task follows from where its entry stands; names are looked up when the ring is read.
/// </remarks>
[DebuggerDisplay("{Count} of {Size} entries")]
public sealed class FlightRecorder
{
    /// <summary>The most entries that a ring can have: 128 MiB.</summary>
    public const int LargestSize = 1 << 24;

    internal const int LineBits = 18;

    internal const uint LineMask = (1u << LineBits) - 1;

    internal const int TextBits = 24;

    internal const uint DetailMask = (1u << (KindShift - DetailShift)) - 1;

    internal const ulong StampMask = (1UL << KindShift) - 1;

    private const int SmallestSize = 1024;
    private const int SmallestTexts = 64;
    private const int EntriesPerText = 8;
    private const int DetailShift = 32;
    private const int KindShift = 60;

    private readonly FileTable _files = new();
    private ulong[] _entries = [];
    private string?[] _texts = [];
    private long _written;
    private int _textCount;
    private readonly int[] _collections = new int[GC.MaxGeneration + 1];
    private TimeSpan _paused;

    internal FlightRecorder(int size) => Resize(size);

    /// <summary>Whether it records.</summary>
    public bool IsOn => _entries.Length > 0;

    /// <summary>How many entries it keeps; 0 while it is off.</summary>
    public int Size => _entries.Length;

    /// <summary>How many entries it holds now.</summary>
    public int Count => (int)Math.Min(_written, _entries.Length);

    /// <summary>Entries since the loop was made or the size was changed.</summary>
    public long Written => _written;

    /// <summary>Forgets what was recorded and goes on with another size.</summary>
    /// <param name="size">In entries of eight bytes, rounded up to a power of two; 0 ends recording.</param>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or more than <see cref="LargestSize"/>.</exception>
    public void Resize(int size)
    {
        Verify(size, nameof(size));
        var length = size == 0 ? 0 : (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(size, SmallestSize));
        _entries = length == 0 ? [] : GC.AllocateUninitializedArray<ulong>(length);
        _texts = length == 0 ? [] : new string?[Math.Max(SmallestTexts, length / EntriesPerText)];
        _written = 0;
        _textCount = 0;
        TakeCollections();
        _paused = GC.GetTotalPauseDuration();
    }

    internal static void Verify(int size, string name)
    {
        if (size is < 0 or > LargestSize)
        {
            throw new ArgumentOutOfRangeException(name, size, $"A recorder keeps 0 to {LargestSize} entries of eight bytes (FlightRecorder.LargestSize); to keep more, take a LoopRecording from time to time.");
        }
    }

    /// <summary>Notes something of the host's own, as a script that is loaded.</summary>
    /// <param name="text">What is shown. Kept for as long as the entry is.</param>
    public void Mark(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Write(EntryKind.Mark, KeepText(text), 0);
    }

    /// <summary>The bits by which an entry names a file, for <see cref="Step"/>.</summary>
    internal uint SiteBitsOf(string file) => (uint)_files.IndexOf(file) << LineBits;

    /// <summary>A task is about to be resumed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Step(uint fileBits, int line, int task) => Write(EntryKind.Step, fileBits | ((uint)line & LineMask), (uint)task);

    internal void Stamp(long ticks)
    {
        if (!IsOn)
        {
            return;
        }

        Append(((ulong)EntryKind.Stamp << KindShift) | ((ulong)ticks & StampMask));
        if (GC.CollectionCount(0) != _collections[0])
        {
            NoteCollection();
        }
    }

    /// <summary>What was recorded since the last stamp took long by one step: that of a task, or of one that is not known.</summary>
    internal void Hold(int task) => Write(EntryKind.Held, 0, (uint)task);

    /// <summary>The tasks of the last steps, latest first; fewer when that was too long ago.</summary>
    internal List<int> LastSteps(int count)
    {
        List<int> tasks = [];
        for (var i = 1; i <= Count && tasks.Count < count; i++)
        {
            var entry = _entries[(int)(_written - i) & (_entries.Length - 1)];
            if (KindOf(entry) == EntryKind.Step)
            {
                tasks.Add((int)entry);
            }
        }

        return tasks;
    }

    internal void BeginFrame(long frame, int ready, long ticks)
    {
        Write(EntryKind.FrameBegin, (uint)ready, (uint)frame);
        Stamp(ticks);
    }

    internal void EndFrame(int backlog, double budgetSeconds) => Write(EntryKind.FrameEnd, (uint)backlog, (uint)Math.Min(budgetSeconds * 1e6, uint.MaxValue));

    internal void Start(int task, int parent, string file, int line)
    {
        if (IsOn)
        {
            Write(EntryKind.Start, SiteBitsOf(file) | ((uint)line & LineMask), (uint)task);
            Write(EntryKind.Parent, 0, (uint)parent);
        }
    }

    internal void EndStart(int task) => Write(EntryKind.StartEnd, 0, (uint)task);

    /// <summary>What is woken from here on up to the next step is woken by a clock. At a frame's begin that is so in any case.</summary>
    internal void BeginClocks() => Write(EntryKind.Clocks, 0, 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Wake(int task) => Write(EntryKind.Wake, 0, (uint)task);

    internal void Post(int task, int thread) => Write(EntryKind.Post, (uint)thread, (uint)task);

    internal void Cancel(int task, CancelReason reason) => Write(EntryKind.Cancel, (uint)reason, (uint)task);

    internal void End(int task, TaskState state, string? name, string expression)
    {
        if (IsOn)
        {
            var isExpression = name is null;
            Write(EntryKind.End, ((uint)state << (TextBits + 1)) | (isExpression ? 1u << TextBits : 0) | KeepText(name ?? expression), (uint)task);
        }
    }

    internal void Fault(int task, string text) => Write(EntryKind.Fault, KeepText(text), (uint)task);

    internal static EntryKind KindOf(ulong entry) => (EntryKind)(entry >> KindShift);

    /// <summary>What has been recorded, to be read while recording goes on. Any thread may read the copy.</summary>
    /// <param name="most">How many entries: the latest.</param>
    internal RecorderCopy Copy(int most)
    {
        var count = Math.Min(Count, most);
        var entries = new ulong[count];
        var first = (int)((_written - count) & (_entries.Length - 1));
        var head = Math.Min(count, _entries.Length - first);
        _entries.AsSpan(first, head).CopyTo(entries);
        _entries.AsSpan(0, count - head).CopyTo(entries.AsSpan(head));
        return new RecorderCopy(entries, (string?[])_texts.Clone(), _textCount, _files.Copy(), _written > count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Write(EntryKind kind, uint detail, uint task) =>
        Append(((ulong)kind << KindShift) | ((ulong)(detail & DetailMask) << DetailShift) | task);

    // Off there is no room, so that one comparison asks for both that and the array's end.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Append(ulong entry)
    {
        var entries = _entries;
        var at = (int)_written & (entries.Length - 1);
        if ((uint)at < (uint)entries.Length)
        {
            Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(entries), at) = entry;
            _written++;
        }
    }

    private uint KeepText(string text)
    {
        if (_texts.Length == 0)
        {
            return 0;
        }

        var number = _textCount++;
        ref var place = ref _texts[number & (_texts.Length - 1)];
        if (!ReferenceEquals(place, text))
        {
            place = text;
        }

        return (uint)number & ((1u << TextBits) - 1);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void NoteCollection()
    {
        var paused = GC.GetTotalPauseDuration();
        var microseconds = (uint)Math.Clamp((paused - _paused).TotalMicroseconds, 0, uint.MaxValue);
        _paused = paused;
        Write(EntryKind.Collection, (uint)TakeCollections(), microseconds);
    }

    // Returns the oldest generation that was collected since the last look.
    private int TakeCollections()
    {
        var oldest = 0;
        for (var generation = 0; generation < _collections.Length; generation++)
        {
            var count = GC.CollectionCount(generation);
            if (count != _collections[generation])
            {
                _collections[generation] = count;
                oldest = generation;
            }
        }

        return oldest;
    }
}

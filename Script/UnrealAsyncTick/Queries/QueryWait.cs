using System.Runtime.CompilerServices;
using AsyncTick;
using AsyncTick.Engine.Bridge;
using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;

namespace UnrealAsyncTick;

/// <summary>One query that a task waits for. An object serves many, one after the other. Game thread only.</summary>
internal sealed class QueryWait(uint index, QueryTable table) : EngineWait
{
    private const int OnTheStack = 32;

    private readonly List<TraceHit> _hits = [];
    private AsyncAutoResetEvent? _answered;
    private GameLoop? _loop;
    private uint _use;
    private bool _isAnswered;

    /// <summary>The number that the engine is given for it; another one each time.</summary>
    public uint Id => (_use << QueryTable.IndexBits) | index;

    public ulong World { get; private set; }

    /// <summary>Asks.</summary>
    /// <returns>What <see cref="Close(uint)"/> wants.</returns>
    public uint Open(UWorld world, ref Query query, in CollisionFilter filter)
    {
        try
        {
            ArgumentNullException.ThrowIfNull(world);
            Register(world);
            var loop = Async.Loop;
            if (_loop != loop)
            {
                (_loop, _answered) = (loop, null);
            }

            _answered ??= new AsyncAutoResetEvent(name: "query");
            World = world.IsDestroyed ? 0 : Scopes.Source.IdOf(world);
            Ask(ref query, filter);
            return Id;
        }
        catch
        {
            // Not open when this is no task.
            if (IsOpen)
            {
                Close();
            }
            else
            {
                table.Return(this);
            }

            throw;
        }
    }

    public async PooledTask Read(string file, int line)
    {
        await _answered!.WaitAsync(file, line);
        if (!_isAnswered)
        {
            throw new ObjectDestroyedException("The world ended before the query was answered.");
        }
    }

    /// <summary>The first blocking hit, or the end of the way.</summary>
    public TraceHit TakeFirst(in Query query)
    {
        foreach (var hit in _hits)
        {
            if (hit.IsBlocking)
            {
                return hit;
            }
        }

        var (x, y, z) = (query.End.X - query.Start.X, query.End.Y - query.Start.Y, query.End.Z - query.Start.Z);
        return new TraceHit { Location = new FVector(query.End.X, query.End.Y, query.End.Z), Distance = Math.Sqrt((x * x) + (y * y) + (z * z)), Time = 1 };
    }

    public List<TraceHit> TakeHits(List<TraceHit>? into)
    {
        into = Emptied(into);
        into.AddRange(_hits);
        return into;
    }

    public List<OverlapHit> TakeOverlaps(List<OverlapHit>? into)
    {
        into = Emptied(into);
        foreach (var hit in _hits)
        {
            into.Add(OverlapHit.From(in hit));
        }

        return into;
    }

    /// <summary>Inside of the engine's call: later its objects may be gone.</summary>
    public void Answer(ReadOnlySpan<Hit> hits)
    {
        _isAnswered = true;
        foreach (ref readonly var hit in hits)
        {
            _hits.Add(TraceHit.From(in hit));
        }

        _answered!.Set();
    }

    public override void OwnerIsGone() => _answered!.Set();

    /// <summary>Gives it back, unless that was done for the task, and it serves another one.</summary>
    public void Close(uint id)
    {
        if (id == Id)
        {
            Close();
        }
    }

    public override void Close()
    {
        if (!Unregister())
        {
            return;
        }

        if (!_isAnswered)
        {
            Scopes.Source.CancelQuery(Id);
        }

        _use++;
        _isAnswered = false;
        _hits.Clear();
        if (_answered is { } answered && (answered.IsSet || answered.WaiterCount > 0))
        {
            _answered = null;
        }

        table.Return(this);
    }

    private List<T> Emptied<T>(List<T>? into)
    {
        into?.Clear();
        return into ?? new List<T>(_hits.Count);
    }

    [SkipLocalsInit]
    private unsafe void Ask(ref Query query, in CollisionFilter filter)
    {
        var most = 1 + (filter.AlsoIgnored?.Count ?? 0);
        var ignored = most <= OnTheStack ? stackalloc ulong[OnTheStack] : new ulong[most];
        var count = 0;
        Ignore(filter.Ignored, ignored, ref count);
        for (var i = 0; i < most - 1; i++)
        {
            Ignore(filter.AlsoIgnored![i], ignored, ref count);
        }

        query.World = World;
        query.Id = Id;
        query.Channel = (int)filter.Channel;
        query.ObjectTypes = filter.ObjectTypes;
        query.Complex = filter.IsComplex ? 1 : 0;
        query.IgnoredCount = count;
        fixed (ulong* first = ignored)
        {
            query.Ignored = first;
            var isAsked = World != 0 && Scopes.Source.StartQuery(in query, filter.Profile ?? "");
            query.Ignored = null;
            if (!isAsked)
            {
                throw new InvalidOperationException("The world is not played, or has ended: it answers no queries.");
            }
        }
    }

    private static void Ignore(AActor? actor, Span<ulong> ignored, ref int count)
    {
        if (actor is { IsDestroyed: false })
        {
            ignored[count++] = (ulong)actor.NativeObject;
        }
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;

namespace UnrealSharp.StandIn;

public sealed unsafe partial class SimulatedModule
{
    private readonly List<(UWorld World, uint Id, SimulatedQuery Query)> _waitingQueries = [];
    private readonly List<BridgeHit> _bridgeHits = [];
    private Action<uint, List<SimulatedHit>>? _answerQuery;

    /// <summary>Queries of worlds that the engine has not been given yet.</summary>
    public int WaitingQueries => _waitingQueries.Count;

    // As the C++ half's tick function: what came since is handed over while the world takes it.
    private void BeginQueries(UWorld world)
    {
        for (var i = 0; i < _waitingQueries.Count; i++)
        {
            var (asked, id, query) = _waitingQueries[i];
            if (ReferenceEquals(asked, world))
            {
                world.AsyncQueries.Ask(id, in query);
                _waitingQueries.RemoveAt(i--);
            }
        }
    }

    private void AnswerQueries(UWorld world) => world.AsyncQueries.Open(_answerQuery ??= AnswerQuery);

    private void AnswerQuery(uint id, List<SimulatedHit> hits)
    {
        if (!IsConnected)
        {
            return;
        }

        _bridgeHits.Clear();
        foreach (var hit in hits)
        {
            _bridgeHits.Add(new BridgeHit(hit));
        }

        fixed (BridgeHit* first = CollectionsMarshal.AsSpan(_bridgeHits))
        {
            _managed.EndQuery(_managed.Context, id, first, hits.Count);
        }
    }

    private UWorld? FindWithoutAllocating(ulong id)
    {
        for (var i = 0; i < Engine.Worlds.Count; i++)
        {
            var world = Engine.Worlds[i];
            if (_worldIds.GetValueOrDefault(world.NativeObject) == id && !_endedWorlds.Contains(id))
            {
                return world;
            }
        }

        return null;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int StartQuery(void* context, BridgeQuery* query, char* profile, int length)
    {
        if (t_current is not { } module)
        {
            return BridgeStatus.WrongThread;
        }

        // Without trace channels and object types of its own, a project has these.
        if (query->Channel is < 0 or > 1 || query->ObjectTypes is < 0 or >= 1 << 6)
        {
            return BridgeStatus.InvalidArgument;
        }

        if (module.FindWithoutAllocating(query->World) is not { IsGameWorld: true } world)
        {
            return BridgeStatus.NoWorld;
        }

        var asked = new SimulatedQuery
        {
            Kind = query->Kind,
            ObjectTypes = query->ObjectTypes,
            Profile = length > 0 ? new string(profile, 0, length) : "",
            Start = new FVector(query->Start[0], query->Start[1], query->Start[2]),
            End = new FVector(query->End[0], query->End[1], query->End[2]),
            HalfSize = query->Shape == 0 ? FVector.Zero : new FVector(query->Extent[0], query->Extent[1], query->Extent[2]),
        };
        for (var i = 0; i < query->IgnoredCount; i++)
        {
            asked.Ignore((nint)query->Ignored[i]);
        }

        module._waitingQueries.Add((world, query->Id, asked));
        return BridgeStatus.Ok;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int CancelQuery(void* context, uint query)
    {
        if (t_current is not { } module)
        {
            return BridgeStatus.WrongThread;
        }

        for (var i = 0; i < module._waitingQueries.Count; i++)
        {
            if (module._waitingQueries[i].Id == query)
            {
                module._waitingQueries.RemoveAt(i);
                return BridgeStatus.Ok;
            }
        }

        return BridgeStatus.UnknownHandle;
    }
}

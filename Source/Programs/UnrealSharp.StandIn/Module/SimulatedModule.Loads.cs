using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace UnrealSharp.StandIn;

public sealed unsafe partial class SimulatedModule
{
    private readonly Dictionary<uint, SimulatedLoad> _loads = [];
    private readonly HashSet<uint> _openLoads = [];

    private void TellLoads()
    {
        foreach (var id in _openLoads.Where(id => _loads[id].Progress >= 1).ToArray())
        {
            _openLoads.Remove(id);
            _managed.EndLoad(_managed.Context, id);
        }
    }

    private void LetLoadsGo()
    {
        foreach (var load in _loads.Values)
        {
            load.Release();
        }

        _loads.Clear();
        _openLoads.Clear();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int StartLoad(void* context, BridgeLoad* load)
    {
        if (t_current is not { } module)
        {
            return BridgeStatus.WrongThread;
        }

        var path = ToString(load->Path);
        var bundles = new string[load->BundleCount];
        for (var i = 0; i < bundles.Length; i++)
        {
            bundles[i] = ToString(load->Bundles[i]);
        }

        if (bundles.Length > 0 && !module.Engine.Assets.IsPrimary(path))
        {
            return BridgeStatus.UnknownHandle;
        }

        module._loads.Add(load->Id, module.Engine.Assets.Begin(path, bundles, load->Priority));
        module._openLoads.Add(load->Id);
        return BridgeStatus.Ok;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int GetLoadProgress(void* context, uint load, double* progress)
    {
        if (t_current?._loads.TryGetValue(load, out var found) is not true)
        {
            return t_current is null ? BridgeStatus.WrongThread : BridgeStatus.UnknownHandle;
        }

        *progress = found!.Progress;
        return BridgeStatus.Ok;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int ReleaseLoad(void* context, uint load)
    {
        if (t_current?._loads.Remove(load, out var found) is not true)
        {
            return t_current is null ? BridgeStatus.WrongThread : BridgeStatus.UnknownHandle;
        }

        t_current._openLoads.Remove(load);
        found!.Release();
        return BridgeStatus.Ok;
    }

    private static string ToString(BridgeText text) => new(text.Units, 0, text.Length);
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace UnrealSharp.StandIn;

public sealed unsafe partial class SimulatedModule
{
    private ulong _lastRegion;

    /// <summary>Whether an Insights trace is written, to which regions are added.</summary>
    public bool IsTracing { get; set; }

    /// <summary>The regions of the trace: "begin 7 Name", "end 7", in order.</summary>
    public List<string> Regions { get; } = [];

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int BeginRegion(void* context, char* name, int length, ulong* region)
    {
        if (t_current is not { } module)
        {
            return BridgeStatus.WrongThread;
        }

        *region = module.IsTracing ? ++module._lastRegion : 0;
        if (module.IsTracing)
        {
            module.Regions.Add($"begin {module._lastRegion} {new string(name, 0, length)}");
        }

        return BridgeStatus.Ok;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int EndRegion(void* context, ulong region)
    {
        if (t_current is not { } module)
        {
            return BridgeStatus.WrongThread;
        }

        if (region != 0)
        {
            module.Regions.Add($"end {region}");
        }

        return BridgeStatus.Ok;
    }
}

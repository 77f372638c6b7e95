using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace UnrealSharp.StandIn;

public sealed unsafe partial class SimulatedModule
{
    // Only the native half's own Blueprint nodes ask for these.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int TellTask(void* context, int what, void* row) => BridgeStatus.Ok;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int EndRequest(void* context, ulong request, int state, int exitCode, char* text, int length) => BridgeStatus.UnknownHandle;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int TellProgress(void* context, ulong request, char* text, int length) => BridgeStatus.UnknownHandle;
}

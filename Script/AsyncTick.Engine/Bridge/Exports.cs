using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AsyncTick.Engine.Bridge;

/// <summary>
/// The functions behind <see cref="ManagedApi"/>. Each catches everything: an exception that left one of them would end the process.
/// The context is a handle to the <see cref="EngineHost"/>; nothing here is static state.
/// </summary>
internal static unsafe class Exports
{
    /// <summary>Fills the whole table but the doorbell and the context.</summary>
    public static void Fill(ManagedApi* api)
    {
        api->Version = BridgeVersion.Current;
        api->Size = (uint)sizeof(ManagedApi);
        api->Tick = &Tick;
        api->Execute = &Execute;
        api->EndWorld = &EndWorld;
        api->BeginSession = &BeginSession;
        api->EndSession = &EndSession;
        api->Configure = &Configure;
        api->PreExit = &PreExit;
        api->Stop = &Stop;
        api->TickPhase = &TickPhase;
        api->ListTasks = &ListTasks;
        api->SetTaskEvents = &SetTaskEvents;
        api->StartRequest = &StartRequest;
        api->CancelRequest = &CancelRequest;
        api->EndQuery = &EndQuery;
        api->EndLoad = &EndLoad;
    }

    private static EngineHost HostOf(void* context) => Unsafe.As<EngineHost>(GCHandle.FromIntPtr((nint)context).Target!);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static Status Tick(void* context, Frame* frame, Report* report)
    {
        try
        {
            return HostOf(context).Tick(in *frame, ref *report);
        }
        catch (Exception fault)
        {
            return Fail(context, fault);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static Status Execute(void* context, ulong world, char* line, int length)
    {
        try
        {
            return HostOf(context).Execute(world, length > 0 ? new string(line, 0, length) : "");
        }
        catch (Exception fault)
        {
            return Fail(context, fault);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static Status EndWorld(void* context, ulong world)
    {
        try
        {
            return HostOf(context).EndWorld(world);
        }
        catch (Exception fault)
        {
            return Fail(context, fault);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static Status BeginSession(void* context)
    {
        try
        {
            return HostOf(context).BeginSession();
        }
        catch (Exception fault)
        {
            return Fail(context, fault);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static Status EndSession(void* context)
    {
        try
        {
            return HostOf(context).EndSession();
        }
        catch (Exception fault)
        {
            return Fail(context, fault);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static Status Configure(void* context, Settings* settings)
    {
        try
        {
            return HostOf(context).Configure(*settings);
        }
        catch (Exception fault)
        {
            return Fail(context, fault);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static Status PreExit(void* context)
    {
        try
        {
            return HostOf(context).PreExit();
        }
        catch (Exception fault)
        {
            return Fail(context, fault);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static Status Stop(void* context)
    {
        try
        {
            return HostOf(context).Stop();
        }
        catch (Exception fault)
        {
            return Fail(context, fault);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static Status TickPhase(void* context, int phase, Frame* frame)
    {
        try
        {
            return HostOf(context).TickPhase((Phase)phase, in *frame);
        }
        catch (Exception fault)
        {
            return Fail(context, fault);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static Status ListTasks(void* context, TaskSink* sink)
    {
        try
        {
            return HostOf(context).Tasks.List(in *sink);
        }
        catch (Exception fault)
        {
            return Fail(context, fault);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static Status SetTaskEvents(void* context, int enabled)
    {
        try
        {
            return HostOf(context).Tasks.SetEvents(enabled != 0);
        }
        catch (Exception fault)
        {
            return Fail(context, fault);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static Status StartRequest(void* context, ulong world, int kind, char* text, int length, ulong request)
    {
        try
        {
            var host = HostOf(context);
            host.EnterCall(world);
            return host.Requests.Start(world, (RequestKind)kind, length > 0 ? new string(text, 0, length) : "", request);
        }
        catch (Exception fault)
        {
            return Fail(context, fault);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static Status CancelRequest(void* context, ulong request)
    {
        try
        {
            return HostOf(context).Requests.Cancel(request);
        }
        catch (Exception fault)
        {
            return Fail(context, fault);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static Status EndQuery(void* context, uint query, Hit* hits, int count)
    {
        try
        {
            return HostOf(context).EndQuery(query, new ReadOnlySpan<Hit>(hits, count));
        }
        catch (Exception fault)
        {
            return Fail(context, fault);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static Status EndLoad(void* context, uint load)
    {
        try
        {
            return HostOf(context).EndLoad(load);
        }
        catch (Exception fault)
        {
            return Fail(context, fault);
        }
    }

    private static Status Fail(void* context, Exception fault)
    {
        try
        {
            HostOf(context).Log.Write(LogVerbosity.Error, $"Internal error of AsyncTick, please report it: {ExceptionText.Full(fault)}");
        }
        catch (Exception)
        {
            // The log is what failed. There is nowhere left to report it.
        }

        return Status.Failed;
    }
}

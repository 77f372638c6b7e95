using AsyncTick;
using AsyncTick.Scripting;
using UnrealSharp;
using UnrealSharp.Attributes;
using UnrealSharp.Core.Attributes;
using UnrealSharp.UnrealSharpCore;

namespace UnrealAsyncTick;

/// <summary>
/// A Blueprint node that waits for a task or a script, with a pin for each way it can end. Its text is the result (of a script its value or exit code, of a task its status), what failed, or the
/// reason of the cancellation. Of what runs nothing is tracked by UnrealSharp, so a hot reload does not wait for it. Game thread.
/// </summary>
[UClass]
public partial class UAsyncTickAction : UCSCancellableAsyncAction
{
    private Func<UnrealScopes, int>? _begin;
    private TStrongObjectPtr<UAsyncTickAction>? _alive;
    private UnrealScopes? _scopes;
    private ScriptRun? _script;
    private string? _failure;
    private int _taskId;
    private bool _isOwner;

    /// <summary>It has ended by itself.</summary>
    [UProperty(PropertyFlags.BlueprintAssignable)]
    public partial TMulticastDelegate<FOnTaskOutcome> Completed { get; set; }

    /// <summary>It has failed, did not compile, or is not there.</summary>
    [UProperty(PropertyFlags.BlueprintAssignable)]
    public partial TMulticastDelegate<FOnTaskOutcome> Faulted { get; set; }

    /// <summary>It was canceled, by somebody else than this node.</summary>
    [UProperty(PropertyFlags.BlueprintAssignable)]
    public partial TMulticastDelegate<FOnTaskOutcome> Canceled { get; set; }

    /// <summary>Waits for the end of a task, or of a script, that runs: the one of this name that was started last. Canceling the node leaves it running.</summary>
    [UFunction(FunctionFlags.BlueprintCallable)]
    [Category("Async Tick")]
    public static UAsyncTickAction AwaitTask(string name)
    {
        var node = NewObject<UAsyncTickAction>();
        node._begin = scopes =>
        {
            var found = scopes.Loop.Tasks.Snapshot().LastOrDefault(task => task.Name == name);
            node._failure = found is null ? $"No task is called '{name}'." : null;
            return found?.Id ?? 0;
        };
        return node;
    }

    /// <summary>Compiles and runs a script, and waits for its end; a running copy is canceled first. Canceling the node cancels the script.</summary>
    [UFunction(FunctionFlags.BlueprintCallable)]
    [Category("Async Tick")]
    public static UAsyncTickAction AwaitScript(string path, IList<string> arguments)
    {
        var node = NewObject<UAsyncTickAction>();
        node._isOwner = true;
        node._begin = scopes => scopes.Of(TaskLifetime.World).Start(() => node.Run(scopes.Source.Scripts, path, [.. arguments]), $"Await {Path.GetFileName(path)}").Id;
        return node;
    }

    /// <summary>Begins to wait.</summary>
    public override void Activate()
    {
        base.Activate();
        if (UnrealScopes.Find() is not { } scopes)
        {
            Faulted.Invoke("AsyncTick is not running; the log says why.");
            return;
        }

        _alive = new TStrongObjectPtr<UAsyncTickAction>(this);
        _scopes = scopes;
        scopes.Loop.Tasks.Ended += OnEnded;
        try
        {
            _taskId = _begin!(scopes);
        }
        catch (InvalidOperationException closed)
        {
            _failure = closed.Message;
        }

        if (_failure is { } failure && _taskId <= 0)
        {
            Finish(Faulted, failure);
        }
    }

    /// <summary>Waits no more; no pin is raised.</summary>
    public override void Cancel()
    {
        var (scopes, id) = (_scopes, _taskId);
        Forget();
        if (_isOwner && id > 0)
        {
            scopes?.Loop.Tasks.Cancel(id);
        }

        base.Cancel();
    }

    /// <summary>The engine purges the node, or its code is reloaded.</summary>
    public override void Dispose()
    {
        Forget();
        base.Dispose();
    }

    private async Task Run(ScriptHost scripts, string path, string[] arguments)
    {
        var start = await scripts.RunAsync(path, arguments, ScriptStartMode.Replace).InScope();
        if (!start.Succeeded)
        {
            _failure = start.Script.Diagnostics.Count > 0 ? string.Join('\n', start.Script.Diagnostics) : $"'{path}' was not started; the log says why.";
            return;
        }

        _script = start.Run;
        try
        {
            await start.Run.Completed.InScope();
        }
        finally
        {
            if (!start.Run.Completed.IsCompleted)
            {
                start.Run.Scope.Cancel();
            }
        }

        if (start.Run.Outcome == TaskState.Faulted)
        {
            await Async.NextFrame();
            _failure = FaultOf(scripts.Loop.Tasks, task => task.Name == start.Run.Name);
        }
    }

    // A fault is known in words at the frame's end: somebody may await the task until then.
    private async Task TellFault(int id)
    {
        await Async.NextFrame();
        Finish(Faulted, FaultOf(Async.Loop.Tasks, task => task.Id == id));
    }

    private static string FaultOf(TaskRegistry tasks, Func<TaskInfo, bool> isMeant) =>
        tasks.History().LastOrDefault(task => task.State == TaskState.Faulted && isMeant(task))?.LastFault is { Length: > 0 } fault ? fault : "It has failed; the log says how.";

    private void OnEnded(TaskInfo task)
    {
        if (task.Id != _taskId)
        {
            return;
        }

        var state = _script?.Outcome ?? task.State;
        if (_failure is { } failure)
        {
            Finish(Faulted, failure);
        }
        else if (state == TaskState.Faulted)
        {
            _ = _scopes!.Editor.Start(() => TellFault(task.Id), "Tell a fault");
        }
        else if (state == TaskState.Canceled || task.State == TaskState.Canceled)
        {
            Finish(Canceled, $"{task.CancelReason}");
        }
        else
        {
            Finish(Completed, _script is { } run ? run.ValueText ?? $"{run.ExitCode ?? 0}" : task.Status);
        }
    }

    private void Finish(TMulticastDelegate<FOnTaskOutcome> pin, string text)
    {
        Forget();
        if (!IsDestroyed)
        {
            pin.Invoke(text);
        }
    }

    private void Forget()
    {
        if (_scopes is { } scopes)
        {
            _scopes = null;
            scopes.Loop.Tasks.Ended -= OnEnded;
        }

        _begin = null;
        _alive?.Dispose();
        _alive = null;
    }
}

using AsyncTick;
using AsyncTick.Engine;
using UnrealSharp;
using UnrealSharp.Attributes;
using UnrealSharp.Core.Attributes;
using UnrealSharp.UnrealSharpCore;

namespace UnrealAsyncTick;

/// <summary>
/// A Blueprint node that waits for a task or a script, with a pin for its progress and one for each way it can end. Its text is the result (of a script its value or exit code, of a task its status), what failed, or the
/// reason of the cancellation. Of what runs nothing is tracked by UnrealSharp, so a hot reload does not wait for it. Game thread.
/// </summary>
[UClass]
public partial class UAsyncTickAction : UCSCancellableAsyncAction
{
    private Func<UnrealScopes, int>? _begin;
    private TStrongObjectPtr<UAsyncTickAction>? _alive;
    private UnrealScopes? _scopes;
    private ScriptOutcome? _script;
    private string? _failure;
    private string? _scriptPath;
    private int _taskId;
    private bool _isOwner;

    /// <summary>It has said how far it is, by <c>SetStatus</c>; of a script any of its tasks. Comes at once, and only while something is bound.</summary>
    [UProperty(PropertyFlags.BlueprintAssignable)]
    public partial TMulticastDelegate<FOnTaskOutcome> Progress { get; set; }

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
        node._begin = scopes => scopes.Of(TaskLifetime.World).Start(() => node.Run(scopes.Source, path, [.. arguments]), $"Await {Path.GetFileName(path)}").Id;
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
        scopes.Loop.Tasks.StatusChanged += OnStatus;
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

    private async Task Run(NativeWorlds source, string path, string[] arguments) => _script = await source.RunScript(path, arguments, scope => _scriptPath = scope.Path);

    // A fault is known in words at the frame's end: somebody may await the task until then.
    private async Task TellFault(int id)
    {
        await Async.NextFrame();
        var fault = Async.Loop.Tasks.History().LastOrDefault(task => task.Id == id)?.LastFault;
        Finish(Faulted, fault is { Length: > 0 } ? fault : "It has failed; the log says how.");
    }

    // Every call leaks its text natively (UnrealSharp), so none is made for no listener.
    private void OnStatus(TaskInfo task)
    {
        var isMeant = _scriptPath is { } path ? ScopePaths.IsWithin(task.ScopePath, path) : task.Id == _taskId && !_isOwner;
        if (isMeant && !IsDestroyed && Progress.IsBound)
        {
            Progress.Invoke(task.Status);
        }
    }

    private void OnEnded(TaskInfo task)
    {
        if (task.Id != _taskId)
        {
            return;
        }

        var (state, text) = _script is { } script ? (script.State, script.Text) : (task.State, task.State == TaskState.Canceled ? $"{task.CancelReason}" : task.Status);
        if (state == TaskState.Faulted && _script is null)
        {
            _ = _scopes!.Editor.Start(() => TellFault(task.Id), "Tell a fault");
        }
        else
        {
            Finish(state == TaskState.Faulted ? Faulted : state == TaskState.Canceled ? Canceled : Completed, text);
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
            scopes.Loop.Tasks.StatusChanged -= OnStatus;
        }

        _begin = null;
        _alive?.Dispose();
        _alive = null;
    }
}

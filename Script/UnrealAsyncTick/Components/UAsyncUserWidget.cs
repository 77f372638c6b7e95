using System.Runtime.CompilerServices;
using AsyncTick;
using UnrealSharp.Attributes;
using UnrealSharp.Core;
using UnrealSharp.UMG;

namespace UnrealAsyncTick;

/// <summary>
/// A widget with a life of its own: override <see cref="RunAsync"/>. It starts when the widget is put on the screen and ends when it is taken off, before
/// the widget is gone; put back, it starts anew. Game thread only.
/// </summary>
/// <remarks>Inside, time is real time, as in Slate: a menu goes on while the game is paused. <c>Delay(1, Clock.Game)</c> is the game's.</remarks>
[UClass(ClassFlags.Abstract)]
public partial class UAsyncUserWidget : UUserWidget
{
    private ObjectRun? _run;
    private bool _hasLeft;

    /// <summary>Sets the defaults of a new object.</summary>
    public UAsyncUserWidget()
    {
        if (!HasDefaults)
        {
            SetDefaults();
            HasDefaults = true;
        }
    }

    /// <summary>Everything that the widget started; ends when it leaves the screen.</summary>
    /// <exception cref="InvalidOperationException">The widget has not been on the screen, or could not start.</exception>
    public TaskScope Scope => ObjectRun.Of(_run, this).Scope;

    /// <summary>Whether the widget's task can be running.</summary>
    public bool IsRunning => _run is { Scope.State: not ScopeState.Closed };

    /// <summary>What the widget's name is in lists and in the log.</summary>
    protected virtual string TaskName => GetType().Name;

    // With the engine's object, not with its managed half, which a hot reload makes anew.
    [UProperty]
    private partial bool HasDefaults { get; set; }

    /// <summary>Starts <see cref="RunAsync"/>. An override calls the base.</summary>
    public override void Construct()
    {
        base.Construct();
        _run?.End(CancelReason.Replaced);
        _hasLeft = false;
        _run = ObjectRun.Open(this, null, Clock.Real, TaskName);
        _run?.Start(RunAsync, TaskName);
    }

    /// <summary>Ends <see cref="RunAsync"/>. An override calls the base.</summary>
    public override void Destruct()
    {
        _run?.End(CancelReason.EndPlay);
        _hasLeft = true;
        base.Destruct();
    }

    /// <summary>The engine purges the object, or its code is reloaded: the last moment to end.</summary>
    public override void Dispose()
    {
        _run?.EndForGood(this);
        base.Dispose();
    }

    /// <summary>
    /// Sets the defaults of properties, in place of a constructor: that runs again after every hot reload, and what was edited in the meantime would be
    /// lost. Called once in the life of an engine object, from the constructor, after field initializers. An override calls the base first.
    /// </summary>
    protected virtual void SetDefaults()
    {
    }

    /// <summary>The widget's life. An exception that leaves it is logged with the widget's name; ending by itself is fine.</summary>
    /// <param name="cancellationToken">Canceled at Destruct; this library's awaits need not be given it.</param>
    protected virtual Task RunAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Starts a further task of the widget: what a button does.</summary>
    /// <exception cref="ScopeClosedException">The widget has left the screen; nothing was started.</exception>
    protected GameTask StartTask(
        Func<Task> body,
        string? name = null,
        [CallerArgumentExpression(nameof(body))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        var scope = Scope;
        UnrealScopes.Current.SyncClocks(World);
        return scope.Start(body, name, expression, file, line);
    }

    /// <summary>
    /// Sets a text of the widget from one of its tasks. What a task leaves running behind its back (a callback of a library, an await that swallows the
    /// cancellation) would otherwise write into a widget that is not shown, or that is gone.
    /// </summary>
    /// <param name="block">A text block of this widget: <c>() => Status</c>. Asked for only while the widget is there: its properties go with it.</param>
    /// <param name="text">What it shows from now on.</param>
    /// <exception cref="ObjectDestroyedException">The widget has left the screen, or is destroyed; the message names the task that called.</exception>
    protected void SetText(Func<UTextBlock> block, string text)
    {
        ArgumentNullException.ThrowIfNull(block);
        if (_hasLeft || IsDestroyed || block() is not { IsDestroyed: false } found)
        {
            throw new ObjectDestroyedException(
                $"{CallingTask.Describe()} would set a text of {GetType().Name}, which has left the screen. End the task with the widget: start it with StartTask, and do not swallow cancellation.");
        }

        found.Text = new FText(text);
    }
}

using System.Diagnostics;
using System.Globalization;

namespace AsyncTick.Net;

/// <summary>
/// Runs something again and again for as long as its scope lives: waits between tries by <see cref="Backoff"/>, on the loop's
/// clock, and shows in the task list how often it was restarted and why. Game thread only.
/// </summary>
/// <remarks>
/// Each run has a child scope of its own, closed before the next one starts: nothing that a failed run started lives on (see
/// <see cref="SuperviseOptions.InPlace"/> for the exception).
/// Canceling the scope ends the run or the wait. A cancellation inside the run that was not requested counts as a failure.
/// </remarks>
[DebuggerDisplay("{Name}: {Restarts} restarts")]
public sealed class Supervisor
{
    // Reasons that differ each time are news a few times only: a peer may choose the words.
    private const int ReasonsToKeep = 5;
    private const double NewsSeconds = 60;

    private readonly Func<Task> _factory;
    private readonly SuperviseOptions _options;
    private readonly List<string> _told = [];
    private double _toldAt;

    /// <summary>Makes a supervisor that does not run yet.</summary>
    /// <param name="name">Shown in the task list and in the log.</param>
    /// <param name="factory">Makes one run; called on the game thread.</param>
    /// <param name="options">Null for the defaults.</param>
    public Supervisor(string name, Func<Task> factory, SuperviseOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(factory);
        Name = name;
        _factory = factory;
        _options = options ?? new SuperviseOptions();
    }

    /// <summary>The name in the task list.</summary>
    public string Name { get; }

    /// <summary>How often the factory was called again.</summary>
    public int Restarts { get; private set; }

    /// <summary>Failures since the last healthy run.</summary>
    public int FailuresInARow { get; private set; }

    /// <summary>Why the last run ended; null while the first one is well.</summary>
    public Exception? LastError { get; private set; }

    /// <summary>Starts a supervisor as a task of its own, in the scope of the current task. Cancel the task to end everything below it.</summary>
    /// <param name="name">Shown in the task list and in the log.</param>
    /// <param name="factory">Makes one run; called on the game thread.</param>
    /// <param name="options">Null for the defaults.</param>
    public static GameTask Start(string name, Func<Task> factory, SuperviseOptions? options = null) =>
        Async.Scope.Start(new Supervisor(name, factory, options).Run, name);

    /// <summary>Runs in the current task, which shows the restarts as its status. Ends when a run does without an error.</summary>
    /// <exception cref="Exception">The fatal error, or the last of too many.</exception>
    /// <exception cref="OperationCanceledException">The task was canceled; the run has ended.</exception>
    public async Task Run()
    {
        var clock = Async.Loop.Clocks.Real;
        while (true)
        {
            var started = clock.Now;
            var error = await RunOnce();
            if (error is null && !_options.RestartAfterSuccess)
            {
                return;
            }

            LastError = error ?? LastError;
            FailuresInARow = clock.Now - started >= _options.Backoff.HealthySeconds ? 1 : FailuresInARow + 1;
            if (error is not null && (FailuresInARow >= _options.MaxFailures || IsFatal(error)))
            {
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(error);
            }

            var delay = _options.Backoff.Delay(error is null ? 1 : FailuresInARow, _options.Random.NextDouble());
            Report(error is null ? "it ended." : ExceptionText.Message(error), delay);
            await Async.Delay(delay, Clock.Real);
            Restarts++;
            Async.SetStatus($"running, restart {Restarts}");
        }
    }

    // A server that is away for a day must not fill the log: the same reason is told again after 2, 4, 8, ... times.
    private void Report(string why, double delay)
    {
        Async.SetStatus(string.Create(CultureInfo.InvariantCulture, $"waiting {delay:0.##} s for restart {Restarts + 1}: {why}"));
        Async.Loop.Log.Write(IsNews(why) ? LogVerbosity.Warning : LogVerbosity.Verbose, string.Create(CultureInfo.InvariantCulture, $"{Name}: {why} Trying again in {delay:0.##} s (restart {Restarts + 1})."));
    }

    private bool IsNews(string why)
    {
        var now = Async.Loop.Clocks.Real.Now;
        var isFull = _told.Count == ReasonsToKeep;
        if (!System.Numerics.BitOperations.IsPow2(FailuresInARow) && (_told.Contains(why) || (isFull && now - _toldAt < NewsSeconds)))
        {
            return false;
        }

        if (!_told.Remove(why) && isFull)
        {
            _told.RemoveAt(0);
        }

        _told.Add(why);
        _toldAt = now;
        return true;
    }

    private bool IsFatal(Exception error)
    {
        try
        {
            return _options.IsFatal?.Invoke(error) == true;
        }
        catch (Exception second)
        {
            throw new AggregateException($"{Name}: SuperviseOptions.IsFatal itself has failed ({second.GetType().Name}), so there is no further try after this {error.GetType().Name}.", second, error);
        }
    }

    private async Task<Exception?> RunOnce()
    {
        var token = Async.Token;
        if (_options.InPlace)
        {
            return await RunInPlace(token);
        }

        var scope = Async.Scope.CreateChild(Restarts == 0 ? Name : $"{Name} (restart {Restarts})");
        try
        {
            var run = scope.Start(RunFactory, Restarts == 0 ? $"{Name} run" : $"{Name} run, restart {Restarts}");
            await run.Task.InScope();
            return null;
        }
        catch (Exception e) when (!token.IsCancellationRequested)
        {
            return e;
        }
        finally
        {
            await scope.DisposeAsync();
        }
    }

    private async Task<Exception?> RunInPlace(CancellationToken token)
    {
        try
        {
            await RunFactory();
            return null;
        }
        catch (Exception e) when (!token.IsCancellationRequested)
        {
            return e;
        }
    }

    // What breaks because everything ends at once is no failure of the run.
    private async Task RunFactory()
    {
        try
        {
            await _factory();
        }
        catch (NetworkException) when (Async.IsCancellationRequested)
        {
            Async.Token.ThrowIfCancellationRequested();
            throw;
        }
    }
}

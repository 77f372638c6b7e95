using System.ComponentModel;
using System.Diagnostics;

namespace AsyncTick.Net;

/// <summary>
/// A process that ends with the scope that started it (asyncio's <c>create_subprocess_exec</c>): when the scope or the starting task is canceled, the process and all it has
/// started are killed, by their ids. Its lines come as a stream, bounded in length and number. It is a task of the scope, so it is in the task list. Loop thread only
/// but for <see cref="Kill"/>.
/// </summary>
/// <remarks>
/// Read its lines to the end, or it waits in a write when <see cref="ChildProcessOptions.MaxUnreadLines"/> wait; <see cref="Run"/> does. What it has started and what has
/// outlived it is not found any more once it has ended by itself.
/// </remarks>
[DebuggerDisplay("{Name} ({Id}), exit code {ExitCode}")]
public sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ChildProcessOptions _options;
    private readonly AsyncQueue<ProcessLine> _lines;
    private readonly AsyncManualResetEvent _ended;
    private readonly AsyncLock _input;
    private readonly Task _exited;
    private readonly GameTask _task;
    private bool _isInputOver;

    private ChildProcess(Process process, string name, ChildProcessOptions options)
    {
        _process = process;
        _options = options;
        Name = name;
        Id = process.Id;
        _lines = new AsyncQueue<ProcessLine>(options.MaxUnreadLines, $"lines of {name}");
        _ended = new AsyncManualResetEvent(name: $"end of {name}");
        _input = new AsyncLock($"input of {name}");
        _exited = process.WaitForExitAsync(CancellationToken.None);
        _task = Async.Start(Attend, $"process {name}");
    }

    /// <summary>The file name without its folder.</summary>
    public string Name { get; }

    /// <summary>The id that the system gave it.</summary>
    public int Id { get; }

    /// <summary>What it has ended with; null while it runs, and when its end was not seen.</summary>
    public int? ExitCode { get; private set; }

    /// <summary>Starts a process. Blocks for as long as the system takes to do so.</summary>
    /// <param name="fileName">The program: a path, or a name that is in PATH. No shell reads it.</param>
    /// <param name="arguments">Each as it is; nothing has to be quoted.</param>
    /// <param name="options">Limits and surroundings.</param>
    /// <exception cref="IOException">It cannot be started; the message says why.</exception>
    /// <exception cref="ScopeClosedException">The scope is closing; nothing was started.</exception>
    /// <exception cref="InvalidOperationException">Called outside a task.</exception>
    public static ChildProcess Start(string fileName, IEnumerable<string>? arguments = null, ChildProcessOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(fileName);
        options ??= new ChildProcessOptions();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaxLineLength);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaxUnreadLines);
        Durations.Verify(options.DrainSeconds, options.KillSeconds);
        var name = Path.GetFileName(fileName);
        Async.Loop.VerifyThread();
        Async.Token.ThrowIfCancellationRequested();
        var process = new Process { StartInfo = StartInfo(fileName, arguments ?? [], options) };
        try
        {
            process.Start();
        }
        catch (Exception fault) when (fault is Win32Exception or FileNotFoundException or DirectoryNotFoundException)
        {
            process.Dispose();
            throw new IOException($"'{fileName}' could not be started: {fault.Message} Give the program's full path, or a name that is in PATH, and a working directory that exists.", fault);
        }

        try
        {
            return new ChildProcess(process, name, options);
        }
        catch
        {
            KillTree(process);
            process.Dispose();
            throw;
        }
    }

    /// <summary>Runs a process to its end and hands on its lines as they come; it gets no input. When the wait is canceled the process is killed.</summary>
    /// <param name="fileName">The program: a path, or a name that is in PATH. No shell reads it.</param>
    /// <param name="arguments">Each as it is; nothing has to be quoted.</param>
    /// <param name="onLine">Called on the game thread for each line; null to drop them.</param>
    /// <param name="options">Limits and surroundings.</param>
    /// <returns>Its exit code.</returns>
    /// <exception cref="IOException">It cannot be started; the message says why.</exception>
    /// <exception cref="GameTaskCanceledException">The calling task or its scope was canceled.</exception>
    public static async Task<int> Run(string fileName, IEnumerable<string>? arguments = null, Action<ProcessLine>? onLine = null, ChildProcessOptions? options = null)
    {
        await using var process = Start(fileName, arguments, options);
        process.CloseInput();
        await foreach (var line in process.ReadLines())
        {
            onLine?.Invoke(line);
        }

        return await process.WaitForExit();
    }

    /// <summary>Its lines as they come, those of standard output and standard error in the order in which they were read, until both are at their end.</summary>
    public IAsyncEnumerable<ProcessLine> ReadLines() => _lines.ReadAllAsync();

    /// <summary>Writes a line to its input; waits while it takes none. After a canceled write the input is over, for the line may have been taken in part.</summary>
    /// <exception cref="IOException">It does not read any more: it has ended, or its input is closed.</exception>
    /// <exception cref="GameTaskCanceledException">The calling task or its scope was canceled.</exception>
    public async Task WriteLine(string text)
    {
        using (await _input.LockAsync())
        {
            if (_isInputOver || ExitCode is not null)
            {
                throw new IOException($"The input of '{Name}' ({Id}) is closed: a line was not written.");
            }

            try
            {
                await _process.StandardInput.WriteLineAsync(text).InScope();
            }
            catch
            {
                _isInputOver = true;
                throw;
            }
        }
    }

    /// <summary>Tells it that no more input comes. Does nothing when it has been told.</summary>
    public void CloseInput()
    {
        _isInputOver = true;
        try
        {
            _process.StandardInput.Close();
        }
        catch (Exception fault) when (fault is IOException or InvalidOperationException)
        {
            // It has ended, or a write that was given up still waits for it: either way it gets no more.
        }
    }

    /// <summary>Waits until it has ended and its output is read from its pipes; the lines may still be unread here. Ends with the task's scope.</summary>
    /// <returns>Its exit code; of one that was killed what the system says of that (137 on Linux).</returns>
    /// <exception cref="IOException">It was killed and has not ended in time.</exception>
    public async Task<int> WaitForExit()
    {
        await _ended.WaitAsync();
        return ExitCode ?? throw new IOException(FormattableString.Invariant($"'{Name}' ({Id}) was killed and has not ended within {_options.KillSeconds} s."));
    }

    /// <summary>Kills it and all that it has started, by their ids. Does nothing when it has ended. Any thread.</summary>
    public void Kill() => KillTree(_process);

    /// <summary>Kills it if it still runs, and waits for its end, for a while also in a task that is canceled.</summary>
    public async ValueTask DisposeAsync()
    {
        _task.Cancel(CancelReason.ScopeClosed);
        using (Async.Defer(_options.KillSeconds + 1))
        {
            await _task.Outcome();
        }
    }

    private static ProcessStartInfo StartInfo(string fileName, IEnumerable<string> arguments, ChildProcessOptions options)
    {
        var info = new ProcessStartInfo(fileName, arguments)
        {
            WorkingDirectory = options.WorkingDirectory ?? "",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = options.Encoding,
            StandardOutputEncoding = options.Encoding,
            StandardErrorEncoding = options.Encoding,
            CreateNoWindow = true,
        };
        foreach (var (name, value) in options.Environment)
        {
            info.Environment[name] = value;
        }

        return info;
    }

    private static void KillTree(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception fault) when (fault is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended meanwhile, or a part of its tree has.
        }
    }

    private async Task Attend()
    {
        using var atCancellation = Async.Token.Register(Kill);
        try
        {
            await Task.WhenAll(Read(_process.StandardOutput, false), Read(_process.StandardError, true));
            await _exited.InScope();
        }
        finally
        {
            await End();
        }
    }

    private async Task End()
    {
        Kill();
        try
        {
            using (Async.Defer(_options.KillSeconds))
            {
                await _exited.InScope();
                ExitCode = _process.ExitCode;
            }
        }
        finally
        {
            _lines.CompleteAdding();
            _ended.Set();
            CloseInput();
            _process.StandardOutput.Dispose();
            _process.StandardError.Dispose();
            _process.Dispose();
        }
    }

    private async Task Read(StreamReader from, bool isError)
    {
        var cutter = new LineCutter(_options.MaxLineLength);
        var buffer = new char[4096];
        var lines = new List<(string Text, bool IsCut)>();
        int count;
        do
        {
            count = await ReadSome(from, buffer);
            cutter.Add(buffer.AsSpan(0, count), lines);
            if (count == 0)
            {
                cutter.End(lines);
            }

            foreach (var (text, isCut) in lines)
            {
                await _lines.EnqueueAsync(new ProcessLine(text, isError, isCut));
            }

            lines.Clear();
        }
        while (count > 0);
    }

    // 0 at the end, and when the process has ended and only what it has left behind holds the pipe.
    private async Task<int> ReadSome(StreamReader from, char[] buffer)
    {
        var read = from.ReadAsync(buffer.AsMemory()).AsTask();
        var isLeft = true;
        try
        {
            await Async.WhenAny(new[] { read, _exited }, double.PositiveInfinity, clock: Clock.Real);
            if (!read.IsCompleted)
            {
                await Async.WhenAny(new Task[] { read }, _options.DrainSeconds, clock: Clock.Real);
            }

            isLeft = !read.IsCompleted;
            return isLeft ? 0 : await read;
        }
        finally
        {
            if (isLeft)
            {
                // It fails when its pipe is closed.
                LeftTask.Forget(read);
            }
        }
    }
}

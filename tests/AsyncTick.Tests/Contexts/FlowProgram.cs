using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace AsyncTick.Tests;

/// <summary>
/// A random async program that sets and reads what flows with code: an <see cref="AsyncLocal{T}"/>, the culture, the current activity. What each of its
/// methods and callbacks reads depends on no other one's timing, so every context that keeps to the rules writes the same traces.
/// </summary>
internal sealed class FlowProgram(int seed)
{
    private const int MaxDepth = 4;
    private static readonly AsyncLocal<string?> Local = new();

    private readonly ConcurrentDictionary<string, List<string>> _traces = new();
    private Func<Func<Task>, Task> _start = null!;

    /// <summary>Runs it as a task's method. Gives a line for each method and callback, with what it read.</summary>
    /// <param name="start">Starts a task on the context whose code runs.</param>
    public async Task<string[]> Run(Func<Func<Task>, Task> start)
    {
        _start = start;
        _traces.Clear();
        await Method("root", seed, 0);
        return [.. _traces.Select(trace => $"{trace.Key}: {string.Join(' ', trace.Value)}").Order(StringComparer.Ordinal)];
    }

    private async Task Method(string path, int number, int depth)
    {
        Random random = new(number);
        List<Task> left = [];
        Read(path);
        var length = random.Next(4, 12);
        for (var i = 0; i < length; i++)
        {
            var inner = $"{path}.{i}";
            var next = random.Next();
            switch (random.Next(14))
            {
                case 0:
                case 1:
                    Set(random, inner);
                    break;
                case 2:
                    await Task.Yield();
                    break;
                case 3 when depth < MaxDepth:
                    await Method(inner, next, depth + 1);
                    break;
                case 4 when depth < MaxDepth:
                    left.Add(_start(() => Method(inner, next, depth + 1)));
                    break;
                case 5:
                    left.Add(Posted(inner, new Random(next)));
                    break;
                case 6:
                    await Posted(inner, new Random(next));
                    break;
                case 7:
                    await Task.Run(() => Callback(inner, new Random(next)));
                    break;
                case 8:
                    await EndedByOthers(inner, new Random(next));
                    break;
                case 9:
                    await Elsewhere(inner, new Random(next));
                    break;
                case 10:
                    await Failing(inner, new Random(next));
                    break;
                case 11:
                    Canceled(inner, new Random(next));
                    break;
                case 12:
                    await Unflowed(inner);
                    break;
                case 13 when depth < MaxDepth:
                    left.Add(_start(() => Callback(inner, new Random(next))));
                    break;
            }

            Read(path);
        }

        await Task.WhenAll(left);
        Read(path);
    }

    // A callback sees what the code that posts it sees; what it sets is seen by no other one.
    private Task Posted(string path, Random random)
    {
        TaskCompletionSource done = new(random.Next(2) == 0 ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously);
        SynchronizationContext.Current!.Post(
            _ =>
            {
                Callback(path, random);
                done.SetResult();
            },
            null);
        return done.Task;
    }

    private Task Callback(string path, Random random)
    {
        Read(path);
        Set(random, path);
        Read(path);
        return Task.CompletedTask;
    }

    // The one who ends a wait has values of its own.
    private async Task EndedByOthers(string path, Random random)
    {
        TaskCompletionSource gate = new(random.Next(2) == 0 ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously);
        ThreadPool.UnsafeQueueUserWorkItem(
            _ =>
            {
                Callback(path + "!", random);
                gate.SetResult();
            },
            null);
        await gate.Task;
        Read(path);
    }

    private async Task Elsewhere(string path, Random random)
    {
        await Task.Run(() => { }).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        Read(path);
        Set(random, path);
        await Task.Yield();
        Read(path);
    }

    private async Task Failing(string path, Random random)
    {
        try
        {
            await Throw();
        }
        catch (InvalidDataException)
        {
            Read(path);
        }

        async Task Throw()
        {
            Set(random, path);
            await Task.Yield();
            Read(path);
            throw new InvalidDataException();
        }
    }

    private void Canceled(string path, Random random)
    {
        using CancellationTokenSource source = new();
        using var registration = source.Token.Register(() => Callback(path, random));
        Local.Value = path + "+";
        source.Cancel();
    }

    private async Task Unflowed(string path)
    {
        Task inner;
        using (ExecutionContext.SuppressFlow())
        {
            inner = Task.Run(() => Read(path));
        }

        await inner;
    }

    private static void Set(Random random, string value)
    {
        switch (random.Next(5))
        {
            case 0:
                Local.Value = null;
                break;
            case 1:
                var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
                culture.NumberFormat.NumberDecimalSeparator = value;
                CultureInfo.CurrentCulture = culture;
                break;
            case 2:
                new Activity(value).Start();
                break;
            case 3:
                Activity.Current = Activity.Current?.Parent; // Stop() would depend on who has stopped it before
                break;
            default:
                Local.Value = value;
                break;
        }
    }

    private void Read(string path)
    {
        var read = $"[{Local.Value} {CultureInfo.CurrentCulture.NumberFormat.NumberDecimalSeparator} {Activity.Current?.OperationName}]";
        var trace = _traces.GetOrAdd(path, _ => []);
        lock (trace)
        {
            trace.Add(read);
        }
    }
}

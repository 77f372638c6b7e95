using System.Diagnostics;

namespace AsyncTick.Testing;

/// <summary>A test's order of posts: notes it, shuffles it by a seed, or has it as it was in another run. Loop thread.</summary>
internal sealed class PostIntake : IPostIntake
{
    private const int MostShownPosts = 10;
    private static readonly TimeSpan RealLimit = TimeSpan.FromSeconds(15);

    private readonly List<PostEntry> _taken = [];
    private List<RemoteItem> _held = [];
    private long _stepsBefore;

    /// <summary>Whose posts.</summary>
    public GameLoop Loop { get; set; } = null!;

    /// <summary>The posts so far.</summary>
    public PostOrder Order => new([.. _taken]);

    /// <summary>What shuffles them; null for the order in which they come.</summary>
    public Random? Random { get; set; }

    /// <summary>What is to be repeated; null for nothing.</summary>
    public PostOrder? Repeated { get; set; }

    // The next post of those to be repeated, if it belongs here.
    private PostEntry? Next => Repeated is { } order && _taken.Count < order.Count && order.Entries[_taken.Count] is var next && IsDue(next) ? next : null;

    private long Steps => Loop.Meter.Steps - _stepsBefore;

    /// <summary>A frame is about to be pumped. Returns whether a post is to be taken in it, which then may be waited for.</summary>
    public bool BeginFrame()
    {
        _stepsBefore = Loop.Meter.Steps;
        return Repeated is { } order && _taken.Count < order.Count && order.Entries[_taken.Count].Frame <= Loop.FrameNumber + 1;
    }

    public bool IsEmpty(int arrived) => Repeated is not null && _taken.Count < Repeated.Count ? Next is null : arrived + _held.Count == 0;

    public void Arrange(RemoteBatch batch, Func<RemoteBatch> takeMore)
    {
        _held.AddRange(batch.Items.AsSpan(0, batch.Count));
        batch.Clear();
        if (Repeated is not null && _taken.Count < Repeated.Count)
        {
            Repeat(batch, takeMore);
        }
        else if (Random is { } random)
        {
            Shuffle(batch, random);
        }
        else
        {
            _held.ForEach(item => Take(batch, item));
            _held.Clear();
        }
    }

    private bool IsDue(in PostEntry entry) => entry.Frame < Loop.FrameNumber || (entry.Frame == Loop.FrameNumber && entry.Steps <= Steps);

    private void Repeat(RemoteBatch batch, Func<RemoteBatch> takeMore)
    {
        var started = Stopwatch.GetTimestamp();
        while (Next is { } next)
        {
            var at = _held.FindIndex(item => Describe(item).Is(next));
            if (at >= 0)
            {
                Take(batch, _held[at]);
                _held.RemoveAt(at);
                continue;
            }

            if (Stopwatch.GetElapsedTime(started) > RealLimit && !Debugger.IsAttached)
            {
                Repeated = null;
                var others = _held.Count == 0 ? "nothing else" : string.Join(", ", _held.Take(MostShownPosts).Select(item => Describe(item)).Select(static each => $"#{each.Task} {each.Code}"));
                throw new TestLoopException($"The program does not repeat the order of posts: in frame {next.Frame} one to task #{next.Task} ({next.Code}) was taken, and it has not come within {RealLimit.TotalSeconds:0} s. What has come: {others}.", "");
            }

            Thread.Sleep(0);
            var more = takeMore();
            _held.AddRange(more.Items.AsSpan(0, more.Count));
        }
    }

    // Each producer's posts stay in their order, which is all that a loop promises; by thread, so that a seed does the same whoever came first.
    private void Shuffle(RemoteBatch batch, Random random)
    {
        var producers = _held.GroupBy(static item => item.Thread).OrderBy(static group => group.Key).Select(static group => new Queue<RemoteItem>(group)).ToList();
        _held = [];
        while (producers.Count > 0)
        {
            var at = random.Next(producers.Count);
            if (batch.Count > 0 && random.Next(8) == 0)
            {
                // As if they had come a moment later, when what was taken before has run.
                _held.AddRange(producers[at]);
                producers.RemoveAt(at);
                continue;
            }

            Take(batch, producers[at].Dequeue());
            if (producers[at].Count == 0)
            {
                producers.RemoveAt(at);
            }
        }
    }

    private void Take(RemoteBatch batch, in RemoteItem item)
    {
        if (batch.Count == batch.Items.Length)
        {
            Array.Resize(ref batch.Items, batch.Count * 2);
        }

        batch.Items[batch.Count++] = item;
        _taken.Add(Describe(item));
    }

    private PostEntry Describe(in RemoteItem item) => new(Loop.FrameNumber, Steps, item.Waiter.Id, CodeOf(item.Code));

    // A method that was awaiting is posted as its box, or as the box's delegate.
    private static string CodeOf(object code) => code switch
    {
        Delegate { Target: Task task } => CodeOf(task),
        Delegate method => $"{method.Method.DeclaringType?.Name}.{method.Method.Name}",
        Task task when task.GetType().GenericTypeArguments is [.., var machine] => machine.Name,
        _ => code.GetType().Name,
    };
}

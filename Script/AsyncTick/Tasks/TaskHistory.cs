using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>The last ended tasks of a loop, and how many have ended. Loop thread only; <see cref="Count"/> any thread, a moment old.</summary>
internal sealed class TaskHistory(GameLoop loop, int length)
{
    /// <summary>The most ended tasks that a loop remembers.</summary>
    public const int LargestLength = 1 << 20;

    private readonly EndedTask[] _rows = new EndedTask[length];
    private int _next;

    // The name is made from the expression when it is asked for: most ended tasks are forgotten first.
    private struct EndedTask
    {
        public string? Name;
        public string Expression;
        public string File;
        public TaskScope Scope;
        public string? Fault;
        public TaskState State;
        public CancelReason Reason;
        public double Age;
        public long Frame;
        public long Resumes;
        public long MeasuredTicks;
        public long MeasuredSteps;
        public long Longest;
        public int Id;
        public int ParentId;
        public int Line;

        public readonly string DisplayName => Name ?? TaskName.FromExpression(Expression);
    }

    /// <summary>Tasks that have ended since the loop was made.</summary>
    public long Count { get; private set; }

    public void Add(TaskRecord record, TaskState state)
    {
        if (_rows.Length > 0)
        {
            var details = record.Details;
            var context = record.Context;

            // Field by field: a row made first and copied then costs twice as much. Tasks that end one after the other are often alike, and a write of a
            // reference costs more than a look.
            ref var row = ref _rows[_next];
            row.Id = context.Id;
            row.ParentId = details.ParentId;
            Set(ref row.Name, details.Name);
            Set(ref row.Expression, details.Expression);
            Set(ref row.Scope, context.Scope);
            row.State = state;
            row.Reason = details.CancelReason;
            row.Age = loop.Clocks.Real.Now - details.StartedAt;
            row.Frame = details.StartFrame;
            row.Resumes = record.Resumes;
            row.MeasuredTicks = details.MeasuredTicks;
            row.MeasuredSteps = details.MeasuredSteps;
            row.Longest = details.LongestTicks;
            Set(ref row.Fault, details.LastFault);
            Set(ref row.File, details.StartFile);
            row.Line = details.StartLine;
            _next = _next + 1 == _rows.Length ? 0 : _next + 1;
        }

        Count++;
    }

    /// <summary>Who a task was; null when it is not remembered.</summary>
    public TaskOrigin? OriginOf(int id)
    {
        var at = Array.FindIndex(_rows, row => row.Id == id);
        if (at < 0)
        {
            return null;
        }

        ref readonly var row = ref _rows[at];
        return new TaskOrigin(row.Id, row.DisplayName, row.Scope.Path, FaultReport.Site(row.File, row.Line), row.ParentId);
    }

    public void NoteFault(int id, string fault)
    {
        for (var i = 0; i < _rows.Length; i++)
        {
            if (_rows[i].Id == id)
            {
                _rows[i].Fault = fault;
            }
        }
    }

    /// <summary>Latest first.</summary>
    public List<TaskInfo> Snapshot()
    {
        var rows = new List<TaskInfo>();
        for (var i = Count - 1; i >= 0 && i >= Count - _rows.Length; i--)
        {
            ref readonly var row = ref _rows[i % _rows.Length];
            rows.Add(new TaskInfo
            {
                Id = row.Id,
                ParentId = row.ParentId,
                Name = row.DisplayName,
                ScopePath = row.Scope.Path,
                State = row.State,
                CancelReason = row.Reason,
                AgeSeconds = row.Age,
                StartFrame = row.Frame,
                Resumes = row.Resumes,
                UsedSeconds = loop.Meter.UsedSeconds(row.MeasuredTicks, row.Resumes, row.MeasuredSteps),
                LongestSeconds = loop.Meter.ToSeconds(row.Longest),
                LastFault = row.Fault ?? "",
                StartFile = row.File,
                StartLine = row.Line,
            });
        }

        return rows;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Set<T>(ref T field, T value)
        where T : class?
    {
        if (!ReferenceEquals(field, value))
        {
            field = value;
        }
    }
}

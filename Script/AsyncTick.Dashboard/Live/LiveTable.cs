using System.Diagnostics;
using AsyncTick.Scripting;

namespace AsyncTick.Dashboard;

/// <summary>The tasks as the pages have them: applies what the loop hands over and knows what of it is news. On the feed's thread only.</summary>
/// <param name="isOwn">Whether a scope is the dashboard's.</param>
[DebuggerDisplay("{Count} tasks")]
internal sealed class LiveTable(Func<TaskScope, bool> isOwn)
{
    private const byte InChanged = 1;
    private const byte InAdded = 2;
    private const byte Untold = 4;

    private readonly Dictionary<(string File, int Line), int> _sites = [];
    private readonly List<(string File, int Line)> _siteList = [];
    private readonly List<LoopClock?> _clocks = [];
    private TaskSample[] _rows = new TaskSample[256];
    private byte[] _marks = new byte[256];
    private int _length;

    /// <summary>Tasks in it.</summary>
    public int Count { get; private set; }

    public ScopeTree Scopes { get; } = new(isOwn);

    /// <summary>Slots with a task that the pages do not have yet; empty slots among them are to be passed over.</summary>
    public List<int> Added { get; } = [];

    /// <summary>Slots whose task has changed, the added ones included; empty ones as above.</summary>
    public List<int> Changed { get; } = [];

    /// <summary>Ids of tasks that have ended.</summary>
    public List<int> Gone { get; } = [];

    public List<ScriptRun> Scripts { get; } = [];

    public bool ScriptsChanged { get; private set; }

    public IReadOnlyList<(string File, int Line)> Sites => _siteList;

    /// <summary>The clocks by their numbers; null for a number that is free.</summary>
    public IReadOnlyList<LoopClock?> Clocks => _clocks;

    /// <summary>Sites that the pages know.</summary>
    public int KnownSites { get; private set; }

    public IEnumerable<int> Slots => Enumerable.Range(0, _length).Where(slot => _rows[slot].Id != 0);

    public ref readonly TaskSample Row(int slot) => ref _rows[slot];

    public void Apply(LoopUpdate update)
    {
        foreach (ref readonly var sample in update.Tasks.Samples)
        {
            Apply(in sample);
        }

        if (update.ScriptsChanged)
        {
            Scripts.Clear();
            Scripts.AddRange(update.Scripts);
            ScriptsChanged = true;
        }

        Scopes.LookForChanges();
    }

    /// <summary>The pages have been told.</summary>
    public void ClearChanges()
    {
        Changed.ForEach(slot => _marks[slot] = 0);
        Added.ForEach(slot => _marks[slot] = 0);

        Added.Clear();
        Changed.Clear();
        Gone.Clear();
        Scopes.ClearChanges();
        KnownSites = _siteList.Count;
        ScriptsChanged = false;
        ForgetClocks();
    }

    // Actors bring clocks of their own and take them along.
    private void ForgetClocks()
    {
        HashSet<LoopClock> used = [.. Slots.Select(slot => _rows[slot].WaitClock).OfType<LoopClock>()];
        for (var i = 0; i < _clocks.Count; i++)
        {
            _clocks[i] = _clocks[i] is { } clock && used.Contains(clock) ? clock : null;
        }
    }

    /// <summary>The number of a place in the source, which is sent once; -1 for none.</summary>
    public int SiteOf(string file, int line)
    {
        if (line == 0)
        {
            return -1;
        }

        if (!_sites.TryGetValue((file, line), out var number))
        {
            number = _siteList.Count;
            _sites.Add((file, line), number);
            _siteList.Add((file, line));
        }

        return number;
    }

    /// <summary>The number of a clock, whose time is sent with each update; -1 for none.</summary>
    public int ClockOf(LoopClock? clock)
    {
        if (clock is null)
        {
            return -1;
        }

        var number = _clocks.IndexOf(clock);
        if (number < 0)
        {
            number = _clocks.IndexOf(null);
            if (number < 0)
            {
                number = _clocks.Count;
                _clocks.Add(null);
            }

            _clocks[number] = clock;
        }

        return number;
    }

    private void Apply(in TaskSample sample)
    {
        var slot = sample.Slot;
        if (slot >= _rows.Length)
        {
            var length = Math.Max(slot + 1, _rows.Length * 2);
            Array.Resize(ref _rows, length);
            Array.Resize(ref _marks, length);
        }

        _length = Math.Max(_length, slot + 1);
        ref var row = ref _rows[slot];
        if (row.Id != sample.Id)
        {
            Replace(in row, in sample, slot);
        }
        else if (sample.Id != 0)
        {
            NoteChange(slot);
        }

        row = sample;
    }

    private void Replace(in TaskSample old, in TaskSample sample, int slot)
    {
        var oldScope = old.Scope;
        if (old.Id != 0)
        {
            Count--;

            // One that came and went between two updates was never told of.
            if ((_marks[slot] & Untold) == 0)
            {
                Gone.Add(old.Id);
            }
        }

        _marks[slot] &= unchecked((byte)~Untold);
        if (sample.Id != 0)
        {
            Count++;
            Scopes.Enter(sample.Scope!);
            NoteChange(slot);
            if ((_marks[slot] & InAdded) == 0)
            {
                Added.Add(slot);
            }

            _marks[slot] |= InAdded | Untold;
        }

        if (oldScope is not null)
        {
            Scopes.Leave(oldScope);
        }
    }

    private void NoteChange(int slot)
    {
        if ((_marks[slot] & InChanged) == 0)
        {
            _marks[slot] |= InChanged;
            Changed.Add(slot);
        }
    }
}

using System.Diagnostics;

namespace AsyncTick.Dashboard;

/// <summary>Where the dashboard's own tasks live: a scope that is made anew when somebody has cancelled it.</summary>
[DebuggerDisplay("{_scope}")]
internal sealed class DashboardScope(GameLoop loop)
{
    private TaskScope? _scope;

    public GameLoop Loop => loop;

    /// <summary>The scope; null when the loop is ending. Loop thread only.</summary>
    public TaskScope? Open()
    {
        if (loop.RootScope.IsCancellationRequested)
        {
            return null;
        }

        if (_scope is null or { IsCancellationRequested: true })
        {
            // Of no world: the page outlives play sessions.
            _scope = loop.RootScope.CreateChild("dashboard");
            _scope.World = null;
        }

        return _scope;
    }

    /// <summary>Ends what is in it. Any thread.</summary>
    public void Cancel() => _scope?.Cancel();

    /// <summary>Has the loop do something; false when it has ended. Any thread.</summary>
    public bool TryPost(Action action)
    {
        try
        {
            loop.Post(action);
            return true;
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
    }
}

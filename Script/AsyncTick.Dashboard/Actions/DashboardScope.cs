using System.Diagnostics;

namespace AsyncTick.Dashboard;

/// <summary>Where the dashboard's own tasks live: a scope that is made anew when it has been canceled.</summary>
[DebuggerDisplay("{_scope}")]
internal sealed class DashboardScope(GameLoop loop)
{
    private const string Name = "dashboard";

    private volatile TaskScope? _scope;
    private bool _isOpen;

    public GameLoop Loop => loop;

    /// <summary>The dashboard starts. Loop thread only.</summary>
    public void Begin() => _isOpen = true;

    /// <summary>The dashboard ends, and what is in the scope with it. Loop thread only.</summary>
    public void End()
    {
        _isOpen = false;
        _scope?.Cancel();
    }

    /// <summary>The scope; null when the dashboard or the loop has ended. Loop thread only.</summary>
    public TaskScope? Open()
    {
        if (!_isOpen || loop.RootScope.IsCancellationRequested)
        {
            return null;
        }

        if (_scope is null or { IsCancellationRequested: true })
        {
            // Of no world: the page outlives play sessions.
            var made = loop.RootScope.CreateChild(Name);
            made.World = null;
            _scope = made;
        }

        return _scope;
    }

    /// <summary>Where the list shows it. Any thread.</summary>
    public string Path => $"{loop.RootScope.Path}/{Name}";

    /// <summary>Whether it is this one. Any thread.</summary>
    public bool IsOwn(TaskScope other) => other == _scope;

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

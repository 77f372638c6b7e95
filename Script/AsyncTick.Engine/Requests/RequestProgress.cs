using AsyncTick.Engine.Bridge;

namespace AsyncTick.Engine;

/// <summary>Tells the native half what tasks say of their progress, while a request waits for them. Game thread only.</summary>
internal sealed class RequestProgress : IDisposable
{
    private readonly TaskRegistry _tasks;
    private readonly Action<TaskInfo> _tell;

    public RequestProgress(TaskRegistry tasks, Native native, ulong request, Func<TaskInfo, bool> isMeant)
    {
        _tasks = tasks;
        _tell = task =>
        {
            if (isMeant(task))
            {
                native.TellProgress(request, task.Status);
            }
        };
        tasks.StatusChanged += _tell;
    }

    public void Dispose() => _tasks.StatusChanged -= _tell;
}

namespace AsyncTick;

/// <summary>What made a scope in order to wait for the tasks in it. Loop thread only.</summary>
internal interface IScopeOwner
{
    /// <summary>A task of the scope has ended and left it.</summary>
    void OnTaskEnded(Waiter ended, Task task, TaskState state);

    /// <summary>The last task of the scope, or of a scope below, has ended.</summary>
    void OnEmpty();
}

namespace AsyncTick.Scripting;

/// <summary>Posts without the values of the code that posts: what a script starts with is no business of who starts it.</summary>
internal static class CleanPost
{
    /// <summary>
    /// As <see cref="GameLoop.Post"/>. A host's contextual load context, which a test runner or a plugin loader sets, would else have the script's
    /// packages look for their parts in the host's folder; its activity and culture would become the script's.
    /// </summary>
    public static void To(GameLoop loop, Action callback)
    {
        if (ExecutionContext.IsFlowSuppressed())
        {
            loop.Post(callback);
            return;
        }

        using (ExecutionContext.SuppressFlow())
        {
            loop.Post(callback);
        }
    }
}

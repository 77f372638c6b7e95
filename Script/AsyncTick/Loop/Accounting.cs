namespace AsyncTick;

/// <summary>
/// Whether steps are counted and timed and waits noted, which they are. The benchmark compiles this project a second time without, to tell what
/// that costs; nothing else may.
/// </summary>
internal static class Accounting
{
#if ASYNCTICK_WITHOUT_ACCOUNTING
    public const bool IsOn = false;
#else
    public const bool IsOn = true;
#endif
}

namespace AsyncTick;

/// <summary>
/// Whether steps are counted, their time is added up and waits are noted, which they are. The benchmark compiles this project a second time
/// without, to tell what that costs; nothing else may. The time stamps stay: without them no frame could keep to its budget.
/// </summary>
internal static class Accounting
{
#if ASYNCTICK_WITHOUT_ACCOUNTING
    public const bool IsOn = false;
#else
    public const bool IsOn = true;
#endif
}

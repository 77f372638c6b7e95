namespace AsyncTick.Plugin.Tests;

/// <summary>PowerShell, as <c>tests/install-powershell.sh</c> installs it.</summary>
internal static class PowerShell
{
    public static string Command { get; } = Path.Combine(Environment.GetEnvironmentVariable("XDG_CACHE_HOME") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"), "asynctick-tests/powershell/pwsh");
}

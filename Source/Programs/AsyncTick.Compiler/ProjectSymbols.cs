namespace AsyncTick.Compiler;

/// <summary>What <c>#if</c> may ask for: the symbols that the SDK defines for a project of the running framework.</summary>
internal static class ProjectSymbols
{
    // The versions of .NET Core that came before .NET 5.
    private static readonly string[] Core = ["1_0", "1_1", "2_0", "2_1", "2_2", "3_0", "3_1"];

    /// <summary>All of them. DEBUG is not: an assertion of a script that fails would end the process.</summary>
    public static string[] All { get; } =
    [
        "TRACE",
        "NET",
        "NETCOREAPP",
        $"NET{Environment.Version.Major}_0",
        .. Core.Select(version => $"NETCOREAPP{version}_OR_GREATER"),
        .. Enumerable.Range(5, Environment.Version.Major - 4).Select(major => $"NET{major}_0_OR_GREATER"),
    ];
}

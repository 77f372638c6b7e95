namespace AsyncTick.Scripting;

/// <summary>How the packages and projects that scripts name are found. Read once, when the compiler is made.</summary>
public sealed record PackageOptions
{
    /// <summary>
    /// Where it is kept which files a set of directives came to, one folder per set, shared by all processes of the user; null for
    /// <c>UnrealAsyncTick/Packages</c> in the user's local application data. May be deleted at any time. The packages themselves are in NuGet's
    /// own folder.
    /// </summary>
    public string? CacheFolder { get; init; }

    /// <summary>
    /// The folder of a .NET installation with an SDK; null for the one that runs this process, else <c>DOTNET_ROOT</c>, else the one on the
    /// <c>PATH</c>.
    /// </summary>
    public string? DotNetRoot { get; init; }

    /// <summary>
    /// Told, in words and on any thread, that a set of directives is restored, which takes seconds; not when it is known. Told of packages that
    /// stay in memory, too, with what holds them. Null for no report.
    /// </summary>
    public Action<string>? Announce { get; init; }

    /// <summary>
    /// How long packages stay loaded after the last run that used them has ended, in seconds of real time, so that a script that is started again
    /// finds them ready; 0 for not at all. Packages that something outside holds on to stay for good, once.
    /// </summary>
    public double KeepSeconds { get; init; } = 60;

    /// <summary>After how many seconds a restore is given up.</summary>
    public double TimeoutSeconds { get; init; } = 300;
}

using System.Security.Cryptography;
using System.Text;

namespace AsyncTick.Scripting;

/// <summary>
/// The folder in which it is kept what a set of directives came to. An entry is made beside its place and moved there whole, by one process at
/// a time; a reader looks whether it is whole.
/// </summary>
internal sealed class PackageCache
{
    // To be raised when what is written into an entry changes.
    private const int Format = 1;

    private readonly string _folder;

    public PackageCache(string? folder)
    {
        var local = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        _folder = Path.GetFullPath(folder ?? Path.Combine(local.Length > 0 ? local : Path.GetTempPath(), "UnrealAsyncTick", "Packages"));
    }

    /// <summary>What tells a set of directives from others: in another order it is the same set.</summary>
    public static string KeyOf(ScriptDirectives directives, string scriptFolder)
    {
        StringBuilder text = new();
        text.Append(Format).Append('\n').Append(System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier).Append('\n').Append(ScriptProperties.TargetFramework);
        AddSorted(text, directives.Packages.Select(package => $"package {package.Name.ToLowerInvariant()}@{package.Value}"));
        AddSorted(text, directives.Projects.Select(project => $"project {project.Name}"));
        AddSorted(text, directives.Properties.Select(property => $"property {property.Name}={property.Value}"));
        for (var above = scriptFolder; above is not null; above = Path.GetDirectoryName(above))
        {
            // Other sources may have other packages.
            AddSorted(text, Configurations(above).Select(file => $"configuration {file} {File.GetLastWriteTimeUtc(file).Ticks}"));
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 12));
    }

    /// <summary>The folder of an entry, which may not be there.</summary>
    public string EntryOf(string key) => Path.Combine(_folder, key);

    /// <summary>Waits until no other process and no other task makes this entry. Dispose what it gives to let them.</summary>
    /// <exception cref="IOException">The folder cannot be made or written.</exception>
    public async Task<IDisposable> LockAsync(string key, CancellationToken cancellation)
    {
        Directory.CreateDirectory(_folder);
        var path = Path.Combine(_folder, $"{key}.lock");
        while (true)
        {
            try
            {
                // The system lets go of it when a process ends, however it ends.
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException error) when (IsHeld(error))
            {
                await Task.Delay(50, cancellation);
            }
        }
    }

    // Sharing violation of Windows, EAGAIN of Linux and of macOS. Anything else does not end by waiting: a read-only file system, a full one.
    private static bool IsHeld(IOException error) => OperatingSystem.IsWindows() ? error.HResult == unchecked((int)0x80070020) : error.HResult is 11 or 35;

    /// <summary>Makes an empty folder to prepare an entry in. Under the lock.</summary>
    public string Prepare(string key)
    {
        foreach (var left in Directory.EnumerateDirectories(_folder, $"{key}.new*"))
        {
            Directory.Delete(left, recursive: true); // of a process that was ended while it worked on it
        }

        return Directory.CreateDirectory(Path.Combine(_folder, $"{key}.new{Environment.ProcessId}")).FullName;
    }

    /// <summary>Puts a prepared folder in the place of the entry. Under the lock.</summary>
    public void Publish(string prepared, string key)
    {
        var entry = EntryOf(key);
        if (Directory.Exists(entry))
        {
            Directory.Delete(entry, recursive: true);
        }

        Directory.Move(prepared, entry);
    }

    private static string[] Configurations(string folder) =>
        [.. new[] { "nuget.config", "NuGet.config", "NuGet.Config" }.Select(name => Path.Combine(folder, name)).Where(File.Exists)];

    private static void AddSorted(StringBuilder text, IEnumerable<string> lines)
    {
        foreach (var line in lines.Order(StringComparer.Ordinal))
        {
            text.Append('\n').Append(line);
        }
    }
}

namespace AsyncTick;

/// <summary>Compares paths of scopes, as tasks and faults have them.</summary>
internal static class ScopePaths
{
    /// <summary>Whether a path is that of a scope, or of one inside it.</summary>
    public static bool IsWithin(string path, string scope) =>
        path.StartsWith(scope, StringComparison.Ordinal) && (path.Length == scope.Length || path[scope.Length] == '/');
}

using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>
/// Short numbers for the files in which code waits. When all are given out they are given out again in their order, long after the recorder has forgotten
/// what they stood for. Loop thread only.
/// </summary>
internal sealed class FileTable
{
    /// <summary>How many numbers there are; 0 stands for no file.</summary>
    public const int Length = 1024;

    private const int CacheLength = 64;

    private readonly string[] _files = new string[Length];
    private readonly Dictionary<string, int> _numbers = [];

    // By their content's look: the same literal is the same object, which need not be read through to be known again.
    private readonly (string? File, int Number)[] _cache = new (string?, int)[CacheLength];
    private int _last;

    public FileTable() => Array.Fill(_files, "");

    [MethodImpl(MethodImplOptions.NoInlining)]
    public int IndexOf(string file)
    {
        if (file.Length == 0)
        {
            return 0;
        }

        ref var cached = ref _cache[((file.Length * 7) + file[file.Length / 2] + (file[Math.Max(0, file.Length - 6)] * 3)) & (CacheLength - 1)];
        if (!ReferenceEquals(cached.File, file))
        {
            cached = (file, Find(file));
        }

        return cached.Number;
    }

    public string[] Copy() => (string[])_files.Clone();

    private int Find(string file)
    {
        if (_numbers.TryGetValue(file, out var known))
        {
            return known;
        }

        _last = _last + 1 == Length ? 1 : _last + 1;
        if (_files[_last].Length > 0)
        {
            _numbers.Remove(_files[_last]);
            Array.Clear(_cache);
        }

        _files[_last] = file;
        _numbers[file] = _last;
        return _last;
    }
}

using UnrealSharp.CoreUObject;

namespace UnrealSharp.StandIn;

/// <summary>What lies on the disk, and what of it is loaded. An asset takes a few frames to load; one request loads for all that ask. Game thread only.</summary>
public sealed class SimulatedAssets
{
    private readonly SimulatedEngine _engine;
    private long _order;
    private readonly Dictionary<FSoftObjectPath, (Type Type, int Frames)> _files = [];
    private readonly Dictionary<FSoftObjectPath, UObject> _loaded = [];
    private readonly Dictionary<FSoftObjectPath, Request> _requests = [];
    private readonly Dictionary<FSoftObjectPath, Dictionary<string, FSoftObjectPath[]>> _bundles = [];

    internal SimulatedAssets(SimulatedEngine engine)
    {
        _engine = engine;
    }

    /// <summary>How many assets are being loaded.</summary>
    public int LoadingCount => _requests.Count;

    /// <summary>The most that were loaded at the same time.</summary>
    public int MostLoading { get; private set; }

    /// <summary>How many are worked on in one frame; those with the highest priority, and of these the oldest.</summary>
    public int MostInOneFrame { get; set; } = int.MaxValue;

    /// <summary>Loads that were begun by <see cref="Begin"/> and not released.</summary>
    public int HeldLoads { get; internal set; }

    /// <summary>Makes an asset a primary one, and names what is loaded with it.</summary>
    public void AddBundle<T, TInBundle>(TSoftObjectPtr<T> primary, string bundle, params ReadOnlySpan<TSoftObjectPtr<TInBundle>> assets)
        where T : UObject
        where TInBundle : UObject
    {
        if (!_bundles.TryGetValue(primary.SoftObjectPath, out var bundles))
        {
            _bundles.Add(primary.SoftObjectPath, bundles = []);
        }

        List<FSoftObjectPath> paths = [];
        foreach (var asset in assets)
        {
            paths.Add(asset.SoftObjectPath);
        }

        bundles[bundle] = [.. paths];
    }

    /// <summary>Whether an asset, by its whole path, has bundles.</summary>
    public bool IsPrimary(string path) => _bundles.ContainsKey(Parse(path));

    /// <summary>Begins to load an asset, by its whole path, with bundles of it.</summary>
    public SimulatedLoad Begin(string path, IReadOnlyList<string> bundles, int priority)
    {
        var asset = Parse(path);
        IEnumerable<FSoftObjectPath> all = [asset, .. bundles.SelectMany(bundle => _bundles[asset].GetValueOrDefault(bundle, []))];
        HeldLoads++;
        return new SimulatedLoad(this, [.. all.Select(one => Load(one, priority))]);
    }

    /// <summary>Puts an asset of a class on the disk.</summary>
    /// <param name="path">As in the engine: <c>/Game/Heroes/Knight</c>.</param>
    /// <param name="frames">How long it takes to load.</param>
    public TSoftObjectPtr<T> Add<T>(string path, int frames = 3)
        where T : UObject => new(AddFile(path, typeof(T), frames));

    /// <summary>Puts a Blueprint class on the disk, one that is a class of C# here.</summary>
    public TSoftClassPtr<T> AddClass<T>(string path, int frames = 3)
        where T : UObject => new(AddFile(path, typeof(T), -frames));

    /// <summary>A reference to what is not on the disk.</summary>
    public static TSoftObjectPtr<T> Missing<T>(string path)
        where T : UObject => new(PathOf(path));

    internal UObject? Find(FSoftObjectPath path) => _loaded.TryGetValue(path, out var found) && !found.IsDestroyed ? found : null;

    /// <summary>Begins to load, or joins those who wait. What it returns must be released.</summary>
    private Request Load(FSoftObjectPath path, int priority)
    {
        if (!_requests.TryGetValue(path, out var request))
        {
            var frames = Find(path) is not null || !_files.TryGetValue(path, out var file) ? 0 : Math.Abs(file.Frames);
            request = new Request(path, frames) { Order = ++_order };
            if (frames > 0)
            {
                _requests.Add(path, request);
                MostLoading = Math.Max(MostLoading, _requests.Count);
            }
        }

        request.Priority = Math.Max(request.Priority, priority);
        request.Holders++;
        return request;
    }

    internal void Release(Request request)
    {
        if (--request.Holders == 0)
        {
            _requests.Remove(request.Path);
        }
    }

    internal void Tick()
    {
        foreach (var request in _requests.Values.OrderByDescending(static request => request.Priority).ThenBy(static request => request.Order).Take(MostInOneFrame).ToArray())
        {
            if (--request.FramesLeft == 0)
            {
                _requests.Remove(request.Path);
                _loaded[request.Path] = Make(_files[request.Path]);
            }
        }
    }

    private static FSoftObjectPath PathOf(string path) => new(path, path[(path.LastIndexOf('/') + 1)..]);

    private FSoftObjectPath AddFile(string path, Type type, int frames)
    {
        var key = PathOf(path);
        _files[key] = (type, frames);
        return key;
    }

    private UObject Make((Type Type, int Frames) file)
    {
        if (file.Frames > 0)
        {
            return _engine.CreateObject(file.Type, _engine.TransientPackage);
        }

        var made = (UClass)_engine.CreateObject(typeof(UClass), _engine.TransientPackage);
        made.ManagedType = file.Type;
        return made;
    }

    private static FSoftObjectPath Parse(string path) => path.LastIndexOf('.') is var dot and > 0 ? new(path[..dot], path[(dot + 1)..]) : PathOf(path);

    internal sealed class Request(FSoftObjectPath path, int frames)
    {
        public FSoftObjectPath Path { get; } = path;

        public int FramesLeft { get; set; } = frames;

        public int Holders { get; set; }

        public int Priority { get; set; } = int.MinValue;

        public required long Order { get; init; }
    }
}

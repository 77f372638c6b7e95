using System.Reflection;
using System.Runtime.Loader;
using AsyncTick.Net.Tests;
using UnrealSharp.StandIn;

namespace UnrealAsyncTick.Tests;

/// <summary>What is published loads as UnrealSharp loads it, beside assemblies of the same names that were there before.</summary>
public sealed class PayloadTests
{
    private static readonly string[] LoadOrder = ["AsyncTick", "AsyncTick.Net", "AsyncTick.Scripting", "AsyncTick.Dashboard", "AsyncTick.Engine", "UnrealAsyncTick"];
    private static readonly string[] Packages = ["NLayer", "StackExchange.Redis", "RESPite", "System.IO.Hashing", "Microsoft.Extensions.Logging.Abstractions", "Microsoft.Extensions.DependencyInjection.Abstractions"];
    private static readonly string[] Extensions = ["Microsoft.Extensions.Logging.Abstractions", "Microsoft.Extensions.DependencyInjection.Abstractions"];

    [Test]
    public void Payload_BesideUnrealSharp_LoadsWholeAndTalksToRedis([Values] bool isCollectible, [Values("", "8.0.0")] string extensionsVersion)
    {
        SimulatedAssemblyCache cache = new();
        cache.Add(typeof(SimulatedPluginContext).Assembly);
        AssemblyLoadContext host = new("UnrealSharp");
        foreach (var name in Extensions.Where(_ => extensionsVersion.Length > 0))
        {
            cache.Add(host.LoadFromAssemblyPath(Path.Combine(Value("Packages"), name.ToLowerInvariant(), extensionsVersion, "lib", "net8.0", $"{name}.dll")));
        }

        SimulatedPluginContext[] contexts = [.. LoadOrder.Select(name => new SimulatedPluginContext(cache, Path.Combine(AppContext.BaseDirectory, $"{name}.dll"), isCollectible))];

        // As the loader does with each: a type that cannot be loaded ends the editor.
        Assert.That(contexts.Select(context => context.Main.GetTypes().Length), Is.All.GreaterThan(0));
        Assert.That(contexts.Select(context => context.IsCollectible), Is.All.EqualTo(isCollectible));
        var net = contexts[1];
        var packages = Packages.ToDictionary(name => name, name => net.LoadFromAssemblyName(new AssemblyName(name)));
        foreach ((var name, var assembly) in packages)
        {
            Assert.That(assembly.GetTypes(), Is.Not.Empty, name);
            var expected = extensionsVersion.Length > 0 && Extensions.Contains(name) ? host : net;
            Assert.That(AssemblyLoadContext.GetLoadContext(assembly), Is.SameAs(expected), name);
        }

        var engine = typeof(SimulatedPluginContext).Assembly;
        var bases = contexts[^1].Main.GetTypes().Select(type => type.BaseType?.Assembly).Where(assembly => assembly?.GetName().Name == engine.GetName().Name).ToArray();
        Assert.That(bases, Is.Not.Empty.And.All.SameAs(engine), "components derive from the classes of the process");
        Assert.That(Ping(packages["StackExchange.Redis"], packages["Microsoft.Extensions.Logging.Abstractions"]), Is.GreaterThan(TimeSpan.Zero));
    }

    // With a logger: that is what it needs the abstractions for.
    private static TimeSpan Ping(Assembly redis, Assembly logging)
    {
        using var server = new RedisServer();
        var optionsType = redis.GetType("StackExchange.Redis.ConfigurationOptions", throwOnError: true)!;
        var options = optionsType.GetMethod("Parse", [typeof(string)])!.Invoke(null, [$"127.0.0.1:{server.Port}"])!;
        var factory = logging.GetType("Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory", throwOnError: true)!.GetField("Instance")!.GetValue(null);
        optionsType.GetProperty("LoggerFactory")!.SetValue(options, factory);
        var connect = redis.GetType("StackExchange.Redis.ConnectionMultiplexer", throwOnError: true)!.GetMethod("Connect", [optionsType, typeof(TextWriter)])!;
        using var connection = (IDisposable)connect.Invoke(null, [options, null])!;
        var database = connection.GetType().GetMethod("GetDatabase")!.Invoke(connection, [-1, null])!;
        var none = Enum.ToObject(redis.GetType("StackExchange.Redis.CommandFlags", throwOnError: true)!, 0);
        return (TimeSpan)redis.GetType("StackExchange.Redis.IRedis", throwOnError: true)!.GetMethod("Ping")!.Invoke(database, [none])!;
    }

    private static string Value(string key) =>
        typeof(PayloadTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}

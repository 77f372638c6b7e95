using System.Net;
using AsyncTick;
using AsyncTick.Net;
using UnrealSharp;
using UnrealSharp.Attributes;
using UnrealSharp.Core.Attributes;
using UnrealSharp.Engine;

namespace UnrealAsyncTick;

/// <summary>
/// A TCP server while its actor plays (the tutorial's): each line that a client sends spawns an actor with that label, and is answered. Listens on this machine
/// only unless told otherwise; what is spawned stays when the server ends.
/// </summary>
[UClass]
[BlueprintSpawnableComponent]
public partial class UTcpActorSpawnerComponent : UAsyncComponent
{
    /// <summary>The port; 0 takes a free one. Read at BeginPlay.</summary>
    [UProperty(PropertyFlags.EditAnywhere)]
    [Category("Tcp Spawner")]
    public partial int Port { get; set; }

    /// <summary>Also takes clients from other machines. They are not asked who they are.</summary>
    [UProperty(PropertyFlags.EditAnywhere)]
    [Category("Tcp Spawner")]
    public partial bool AllowOtherMachines { get; set; }

    /// <summary>How many actors are spawned in one frame at most; the rest queue.</summary>
    [UProperty(PropertyFlags.EditAnywhere)]
    [Category("Tcp Spawner")]
    public partial int MaxSpawnsPerFrame { get; set; }

    /// <summary>What is spawned; characters when it is none.</summary>
    [UProperty(PropertyFlags.EditAnywhere)]
    [Category("Tcp Spawner")]
    public partial TSubclassOf<AActor> ActorClass { get; set; }

    /// <summary>Where it listens; null while it does not.</summary>
    public IPEndPoint? Endpoint { get; private set; }

    /// <inheritdoc/>
    protected override void SetDefaults()
    {
        base.SetDefaults();
        Port = 8885;
        MaxSpawnsPerFrame = 8;
    }

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var server = ActorSpawnServer.Start(new WorldActorSpawner(ActorClass), new ActorSpawnOptions
        {
            MaxSpawnsPerFrame = Math.Max(1, MaxSpawnsPerFrame),
            Server = new LineServerOptions { Port = Port, Address = AllowOtherMachines ? IPAddress.Any : IPAddress.Loopback },
        });
        Endpoint = server.Endpoint;
        Async.Log($"{TaskName} listens on {server.Endpoint}");
        try
        {
            await server.WaitClosed();
        }
        finally
        {
            Endpoint = null;
        }
    }
}

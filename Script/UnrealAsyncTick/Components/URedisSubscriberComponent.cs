using AsyncTick;
using AsyncTick.Net;
using UnrealSharp;
using UnrealSharp.Attributes;
using UnrealSharp.Core.Attributes;

namespace UnrealAsyncTick;

/// <summary>Receives what is published on a Redis channel while its actor plays (the tutorial's pub/sub). Reconnects; unsubscribes and closes at EndPlay.</summary>
[UClass]
[BlueprintSpawnableComponent]
public partial class URedisSubscriberComponent : UAsyncComponent
{
    /// <summary>The server's name or address. Read at BeginPlay.</summary>
    [UProperty(PropertyFlags.EditAnywhere)]
    [Category("Redis")]
    public partial string Host { get; set; }

    /// <summary>The server's port.</summary>
    [UProperty(PropertyFlags.EditAnywhere)]
    [Category("Redis")]
    public partial int Port { get; set; }

    /// <summary>The channel, by its exact name.</summary>
    [UProperty(PropertyFlags.EditAnywhere)]
    [Category("Redis")]
    public partial string Channel { get; set; }

    /// <summary>Writes each message to the log as a warning, like the tutorial.</summary>
    [UProperty(PropertyFlags.EditAnywhere)]
    [Category("Redis")]
    public partial bool LogMessages { get; set; }

    /// <summary>A message came.</summary>
    [UProperty(PropertyFlags.BlueprintAssignable)]
    public partial TMulticastDelegate<FOnRedisMessage> OnMessage { get; set; }

    /// <summary>Whether the server has confirmed the subscription.</summary>
    public bool IsSubscribed { get; private set; }

    /// <inheritdoc/>
    protected override void SetDefaults()
    {
        base.SetDefaults();
        Host = "127.0.0.1";
        Port = 6379;
        Channel = "foobar";
        LogMessages = true;
    }

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var redis = await RedisClient.Connect(new RedisOptions { Host = Host, Port = Port });
        await using var subscription = await redis.Subscribe(Channel);
        IsSubscribed = true;
        Async.Log($"{TaskName} is subscribed to '{Channel}'");
        try
        {
            await foreach (var message in subscription)
            {
                if (LogMessages)
                {
                    Async.LogWarning(message.Text);
                }

                // Every call leaks its strings natively (UnrealSharp), so none is made for no listener.
                if (OnMessage.IsBound)
                {
                    OnMessage.Invoke(message.Channel, message.Text);
                }
            }
        }
        finally
        {
            IsSubscribed = false;
        }
    }
}

using AsyncTick;
using AsyncTick.Engine;
using AsyncTick.Net;
using UnrealSharp;
using UnrealSharp.Attributes;
using UnrealSharp.Core.Attributes;

namespace UnrealAsyncTick;

/// <summary>
/// Plays an Icecast or Shoutcast station (the tutorial's radio): reads and decodes off the game thread, keeps a fifth of a second queued, reconnects
/// when the station is lost, and stops cleanly at EndPlay.
/// </summary>
[UClass]
[BlueprintSpawnableComponent]
public partial class URadioStreamComponent : UAsyncComponent
{
    /// <summary>The stream, a playlist or an MP3 file; http or https. Read at BeginPlay.</summary>
    [UProperty(PropertyFlags.EditAnywhere | PropertyFlags.BlueprintReadWrite)]
    [Category("Radio")]
    public partial string Url { get; set; }

    /// <summary>0 is silence, 1 the station's own level. Heard after what is queued.</summary>
    [UProperty(PropertyFlags.EditAnywhere | PropertyFlags.BlueprintReadWrite)]
    [Category("Radio")]
    public partial float Volume { get; set; }

    /// <summary>How much decoded sound waits in the engine, in seconds. Read at BeginPlay.</summary>
    [UProperty(PropertyFlags.EditAnywhere)]
    [Category("Radio")]
    public partial float BufferSeconds { get; set; }

    /// <summary>The wait before the first try to get a lost station back, in seconds; each further one doubles.</summary>
    [UProperty(PropertyFlags.EditAnywhere)]
    [Category("Radio")]
    public partial float FirstReconnectSeconds { get; set; }

    /// <summary>The longest wait between two tries, in seconds.</summary>
    [UProperty(PropertyFlags.EditAnywhere)]
    [Category("Radio")]
    public partial float MaxReconnectSeconds { get; set; }

    /// <summary>A title begins to be heard.</summary>
    [UProperty(PropertyFlags.BlueprintAssignable)]
    public partial TMulticastDelegate<FOnRadioTitleChanged> OnTitleChanged { get; set; }

    /// <summary>The player; null before BeginPlay.</summary>
    public RadioPlayer? Player { get; private set; }

    /// <inheritdoc/>
    protected override void SetDefaults()
    {
        base.SetDefaults();
        Url = "http://127.0.0.1:8000/stream";
        Volume = 1;
        BufferSeconds = 0.2f;
        FirstReconnectSeconds = 0.25f;
        MaxReconnectSeconds = 15;
    }

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        if (Scope.World is not EngineWorld world)
        {
            throw new InvalidOperationException("The radio needs the engine's sound; this world has none.");
        }

        if (!Uri.TryCreate(Url, UriKind.Absolute, out var address))
        {
            throw new InvalidOperationException($"'{Url}' is not the address of a station; it should look like http://host:8000/stream.");
        }

        await using var sink = new ProceduralSoundSink(world, BufferSeconds, () => IsDestroyed ? 0 : Volume);
        var player = new RadioPlayer(address, sink, new RadioOptions
        {
            Reconnect = new Backoff { FirstSeconds = FirstReconnectSeconds, MaxSeconds = MaxReconnectSeconds },
        });
        Player = player;
        player.TitleChanged += Announce;
        await player.Play();
    }

    // Every call leaks its strings natively (UnrealSharp), so none is made for no listener.
    private void Announce(string title)
    {
        if (!IsDestroyed && OnTitleChanged.IsBound)
        {
            OnTitleChanged.Invoke(title);
        }
    }
}

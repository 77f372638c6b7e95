#:package MQTTnet@5.2.0.1603

// Listens to a topic of an MQTT broker, as machines and home automation have one, and says every second that it is there.
//   Mqtt.cs [topic] [host] [port]     default game/commands 127.0.0.1 1883
// The other half:  mosquitto; mosquitto_pub -t game/commands -m hello; mosquitto_sub -t game/status
using MQTTnet;

string topic = args.Length > 0 ? args[0] : "game/commands";
string host = args.Length > 1 ? args[1] : "127.0.0.1";
int port = args.Length > 2 ? int.Parse(args[2]) : 1883;

using IMqttClient client = new MqttClientFactory().CreateMqttClient();

// Called on a thread of the library: Post goes to the game thread, in the order in which messages come.
client.ApplicationMessageReceivedAsync += received =>
{
    string text = received.ApplicationMessage.ConvertPayloadToString();
    Loop.Post(() => Log($"{received.ApplicationMessage.Topic}: {text}"));
    return Task.CompletedTask;
};
await client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer(host, port).WithClientId($"game-{Environment.ProcessId}").Build(), Token);
try
{
    await client.SubscribeAsync(topic, cancellationToken: Token);
    Log($"subscribed to {topic}");
    await foreach (Tick tick in Every(1))
    {
        await client.PublishStringAsync("game/status", $"frame {Loop.FrameNumber}", cancellationToken: Token);
    }
}
finally
{
    await client.DisconnectAsync();
    Log("disconnected");
}

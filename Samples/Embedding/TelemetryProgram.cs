using System.Diagnostics;
using AsyncTick;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using static AsyncTick.Async;

namespace Embedding;

/// <summary>Sends a span for each task, and the loop's metrics, to a collector.</summary>
internal static class TelemetryProgram
{
    public static void Run(double seconds)
    {
        // Where to is in the environment: OTEL_EXPORTER_OTLP_ENDPOINT and its kin.
        using var traces = Sdk.CreateTracerProviderBuilder()
            .ConfigureResource(resource => resource.AddService("factory"))
            .AddSource("AsyncTick")
            .AddOtlpExporter()
            .Build();
        using var metrics = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(resource => resource.AddService("factory"))
            .AddMeter("AsyncTick")
            .AddOtlpExporter()
            .Build();
        using GameLoop loop = new(new GameLoopOptions { Name = "factory" });
        loop.Start(TakeOrders);
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed.TotalSeconds < seconds)
        {
            loop.Pump(new FrameTime(clock.Elapsed.TotalSeconds));
            Thread.Sleep(5);
        }
    }

    private static async Task TakeOrders()
    {
        for (var order = 1; ; order++)
        {
            _ = Start(() => Build(order), $"order {order}");
            await Delay(0.02);
        }
    }

    private static async Task Build(int order)
    {
        await Delay(0.05);
        if (order % 5 == 0)
        {
            throw new InvalidOperationException($"There is no steel for order {order}.");
        }
    }
}

using AsyncTick;
using UnrealAsyncTick;
using UnrealSharp.Attributes;
using UnrealSharp.Core;
using UnrealSharp.Core.Attributes;
using UnrealSharp.UMG;

namespace MyGame;

/// <summary>The widget of the README.</summary>
[UClass]
public partial class UClickWidget : UAsyncUserWidget
{
    [UProperty, BindWidget]
    public partial UButton Start { get; set; }

    [UProperty, BindWidget]
    public partial UTextBlock Status { get; set; }

    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        for (var clicks = 1; ; clicks++)
        {
            await Start.Next(Start.OnClicked);
            Status.Text = new FText($"clicked {clicks}");
        }
    }
}

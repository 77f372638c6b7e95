using UnrealSharp.Attributes;
using UnrealSharp.Core.Attributes;
using UnrealSharp.UMG;

namespace UnrealAsyncTick.Tests;

/// <summary>A widget that does what a test says.</summary>
[UClass]
public partial class UNoteWidget : UAsyncUserWidget
{
    [UProperty, BindWidget]
    public partial UTextBlock Note { get; set; }

    public Func<UNoteWidget, Task> Body { get; set; } = static _ => Task.CompletedTask;

    public void Write(string text) => SetText(() => Note, text);

    protected override Task RunAsync(CancellationToken cancellationToken) => Body(this);
}

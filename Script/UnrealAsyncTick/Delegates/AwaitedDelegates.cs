using UnrealAsyncTick;
using UnrealSharp.AIModule;
using UnrealSharp.Engine;
using UnrealSharp.UMG;

// The engine's most awaited ones: every game has them typed without a generator, and so have scripts.
[assembly: AwaitableDelegate(typeof(FActorDestroyedSignature))]
[assembly: AwaitableDelegate(typeof(FAIMoveCompletedSignature))]
[assembly: AwaitableDelegate(typeof(FOnMontageEndedMCDelegate))]
[assembly: AwaitableDelegate(typeof(FActorEndPlaySignature))]
[assembly: AwaitableDelegate(typeof(FOnButtonClickedEvent))]
[assembly: AwaitableDelegate(typeof(FEditableTextBox_OnEditableTextBoxChangedEvent))]
[assembly: AwaitableDelegate(typeof(FEditableTextBox_OnEditableTextBoxCommittedEvent))]
[assembly: AwaitableDelegate(typeof(FOnRadioTitleChanged))]
[assembly: AwaitableDelegate(typeof(FOnRedisMessage))]
[assembly: AwaitableDelegate(typeof(FOnTaskFaulted))]

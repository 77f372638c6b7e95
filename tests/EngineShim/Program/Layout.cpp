// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "Layout.h"

#include "AsyncTickBridge.h"

#include <cstddef>
#include <cstdio>

// A field that is missing here shows as a difference to the C# side, which is read by reflection.
// One struct a line, as its output.
// clang-format off
#define BEGIN(Name) { using FStruct = FAsyncTick##Name; std::printf(#Name " %zu", sizeof(FStruct))
#define FIELD(Field) std::printf(" " #Field "=%zu", offsetof(FStruct, Field))
#define END() std::printf("\n"); }

void PrintBridgeLayout()
{
	BEGIN(Text); FIELD(Units); FIELD(Length); FIELD(Reserved); END()
	BEGIN(Doorbell); FIELD(Version); FIELD(Ready); FIELD(NextDue); FIELD(Posted); FIELD(Phases); END()
	BEGIN(Frame); FIELD(Clocks); FIELD(DeltaSeconds); FIELD(TimeDilation); FIELD(EngineFrame); FIELD(World); FIELD(Paused); FIELD(Playing); END()
	BEGIN(Report); FIELD(Resumed); FIELD(LiveTasks); FIELD(Faults); FIELD(BudgetSpent); END()
	BEGIN(Settings); FIELD(BudgetSeconds); FIELD(GraceSeconds); FIELD(ShutdownSeconds); FIELD(ShutdownFrames); FIELD(Editor); FIELD(CommandSocket); FIELD(Reserved); END()
	BEGIN(StartInfo); FIELD(Version); FIELD(Size); FIELD(Settings); FIELD(PluginDirectory); FIELD(ProjectDirectory); FIELD(SavedDirectory); FIELD(ScriptDirectories); FIELD(ScriptDirectoryCount); FIELD(Phases); END()
	BEGIN(Spawn); FIELD(World); FIELD(ClassName); FIELD(Label); FIELD(X); FIELD(Y); FIELD(Z); FIELD(Pitch); FIELD(Yaw); FIELD(Roll); END()
	BEGIN(TaskRow); FIELD(Id); FIELD(ParentId); FIELD(State); FIELD(CancelReason); FIELD(Line); FIELD(Reserved); FIELD(Resumes); FIELD(AgeSeconds); FIELD(UsedSeconds); FIELD(WaitSeconds); FIELD(Name); FIELD(Scope); FIELD(Status); FIELD(Wait); FIELD(File); FIELD(Fault); END()
	BEGIN(TaskSink); FIELD(Context); FIELD(Add); END()
	BEGIN(Load); FIELD(Id); FIELD(Priority); FIELD(Path); FIELD(Bundles); FIELD(BundleCount); FIELD(Reserved); END()
	BEGIN(Vector); FIELD(X); FIELD(Y); FIELD(Z); END()
	BEGIN(Quat); FIELD(X); FIELD(Y); FIELD(Z); FIELD(W); END()
	BEGIN(Query); FIELD(World); FIELD(Id); FIELD(Kind); FIELD(Shape); FIELD(Channel); FIELD(ObjectTypes); FIELD(Complex); FIELD(Start); FIELD(End); FIELD(Rotation); FIELD(Extent); FIELD(Ignored); FIELD(IgnoredCount); FIELD(Reserved); END()
	BEGIN(Hit); FIELD(Location); FIELD(ImpactPoint); FIELD(Normal); FIELD(ImpactNormal); FIELD(Distance); FIELD(Time); FIELD(Actor); FIELD(Component); FIELD(Blocking); FIELD(StartPenetrating); END()
	BEGIN(NativeApi); FIELD(Version); FIELD(Size); FIELD(Context); FIELD(Log); FIELD(IsLogEnabled); FIELD(WriteConsole); FIELD(SampleClocks); FIELD(SetCurrentWorld); FIELD(SpawnActor); FIELD(DestroyActor); FIELD(FindActor); FIELD(OpenAudio); FIELD(QueueAudio); FIELD(ResetAudio); FIELD(GetQueuedAudio); FIELD(CloseAudio); FIELD(ShowMessage); FIELD(TellTask); FIELD(EndRequest); FIELD(StartQuery); FIELD(CancelQuery); FIELD(BeginRegion); FIELD(EndRegion); FIELD(StartLoad); FIELD(GetLoadProgress); FIELD(ReleaseLoad); FIELD(TellProgress); END()
	BEGIN(ManagedApi); FIELD(Version); FIELD(Size); FIELD(Context); FIELD(Doorbell); FIELD(Tick); FIELD(Execute); FIELD(EndWorld); FIELD(BeginSession); FIELD(EndSession); FIELD(Configure); FIELD(PreExit); FIELD(Stop); FIELD(TickPhase); FIELD(ListTasks); FIELD(SetTaskEvents); FIELD(StartRequest); FIELD(CancelRequest); FIELD(EndQuery); FIELD(EndLoad); END()
}
// clang-format on

// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "AsyncTickWorldQueries.h"

#include "CollisionShape.h"
#include "Components/PrimitiveComponent.h"
#include "Engine/EngineTypes.h"
#include "Engine/HitResult.h"
#include "Engine/Level.h"
#include "Engine/OverlapResult.h"
#include "Engine/World.h"
#include "GameFramework/Actor.h"

namespace AsyncTickQueryKind
{
	enum Type : int32
	{
		Overlaps,
		First,
		All,
		Num,
	};
}

namespace AsyncTickQueryShape
{
	enum Type : int32
	{
		Line,
		Sphere,
		Box,
		Capsule,
		Num,
	};
}

namespace
{
	FVector ToAsyncTickPlace(const FAsyncTickVector& Place)
	{
		return FVector(Place.X, Place.Y, Place.Z);
	}

	FAsyncTickVector FromAsyncTickPlace(const FVector& Place)
	{
		return {Place.X, Place.Y, Place.Z};
	}

	uint64 ToAsyncTickAddress(const UObject* Object)
	{
		return static_cast<uint64>(reinterpret_cast<UPTRINT>(Object));
	}

	ECollisionChannel FindAsyncTickChannel(const FAsyncTickQuery& Query)
	{
		return UEngineTypes::ConvertToCollisionChannel(static_cast<ETraceTypeQuery>(Query.Channel));
	}

	FCollisionObjectQueryParams MakeAsyncTickObjectTypes(int32 ObjectTypes)
	{
		FCollisionObjectQueryParams Params;
		for (int32 Type = 0; Type < ObjectTypeQuery_MAX; ++Type)
		{
			if ((static_cast<uint32>(ObjectTypes) >> Type & 1) != 0)
			{
				const ECollisionChannel Channel = UEngineTypes::ConvertToCollisionChannel(static_cast<EObjectTypeQuery>(Type));
				if (Channel < ECC_MAX)
				{
					Params.AddObjectTypesToQuery(Channel);
				}
			}
		}
		return Params;
	}

	FCollisionShape MakeAsyncTickShape(const FAsyncTickQuery& Query)
	{
		switch (Query.Shape)
		{
		case AsyncTickQueryShape::Box:
			return FCollisionShape::MakeBox(ToAsyncTickPlace(Query.Extent));
		case AsyncTickQueryShape::Capsule:
			return FCollisionShape::MakeCapsule(static_cast<float>(Query.Extent.X), static_cast<float>(Query.Extent.Z));
		default:
			return FCollisionShape::MakeSphere(static_cast<float>(Query.Extent.X));
		}
	}
}

void FAsyncTickQueryAnswers::OnTrace(const FTraceHandle&, FTraceDatum& Datum)
{
	Hits.Reset();
	for (FHitResult& Hit : Datum.OutHits)
	{
		FAsyncTickHit& Added = Hits.AddDefaulted_GetRef();
		Added.Location = FromAsyncTickPlace(Hit.Location);
		Added.ImpactPoint = FromAsyncTickPlace(Hit.ImpactPoint);
		Added.Normal = FromAsyncTickPlace(Hit.Normal);
		Added.ImpactNormal = FromAsyncTickPlace(Hit.ImpactNormal);
		Added.Distance = static_cast<double>(Hit.Distance);
		Added.Time = static_cast<double>(Hit.Time);
		Added.Actor = ToAsyncTickAddress(Hit.GetActor());
		Added.Component = ToAsyncTickAddress(Hit.GetComponent());
		Added.Blocking = Hit.bBlockingHit ? 1 : 0;
		Added.StartPenetrating = Hit.bStartPenetrating ? 1 : 0;
	}
	Send(Datum.UserData);
}

void FAsyncTickQueryAnswers::OnOverlap(const FTraceHandle&, FOverlapDatum& Datum)
{
	Hits.Reset();
	for (FOverlapResult& Overlap : Datum.OutOverlaps)
	{
		FAsyncTickHit& Added = Hits.AddDefaulted_GetRef();
		Added = {};
		Added.Actor = ToAsyncTickAddress(Overlap.GetActor());
		Added.Component = ToAsyncTickAddress(Overlap.GetComponent());
		Added.Blocking = Overlap.bBlockingHit ? 1 : 0;
	}
	Send(Datum.UserData);
}

void FAsyncTickQueryAnswers::Send(uint32 Query)
{
	if (Api.Context != nullptr)
	{
		Api.EndQuery(Api.Context, Query, Hits.GetData(), Hits.Num());
	}
}

FAsyncTickQueryFunction::FAsyncTickQueryFunction(FAsyncTickWorldQueries& InPlace)
	: Place(InPlace)
{
	TickGroup = TG_PostPhysics;
	EndTickGroup = TG_PostPhysics;
	bCanEverTick = true;
	bStartWithTickEnabled = true;
	bTickEvenWhenPaused = false;
}

void FAsyncTickQueryFunction::ExecuteTick(float, ELevelTick, ENamedThreads::Type, const FGraphEventRef&)
{
	if (!Place.Waiting.IsEmpty())
	{
		Place.Begin();
	}
}

FString FAsyncTickQueryFunction::DiagnosticMessage()
{
	return TEXT("AsyncTick: queries of the world");
}

FName FAsyncTickQueryFunction::DiagnosticContext(bool)
{
	return FName(TEXT("AsyncTick"));
}

FAsyncTickWorldQueries::FAsyncTickWorldQueries(UWorld* InWorld, const TSharedRef<FAsyncTickQueryAnswers>& Answers, FAsyncTickCounters& InCounters)
	: World(InWorld)
	, Counters(InCounters)
	, TraceDelegate(FTraceDelegate::CreateSP(Answers, &FAsyncTickQueryAnswers::OnTrace))
	, OverlapDelegate(FOverlapDelegate::CreateSP(Answers, &FAsyncTickQueryAnswers::OnOverlap))
	, Function(*this)
{
	Function.RegisterTickFunction(InWorld->PersistentLevel);
}

FAsyncTickWorldQueries::~FAsyncTickWorldQueries()
{
	Counters.WaitingQueries -= static_cast<uint64>(Waiting.Num());
}

FAsyncTickWaitingQuery& FAsyncTickWorldQueries::Add()
{
	++Counters.WaitingQueries;
	return Waiting.AddDefaulted_GetRef();
}

bool FAsyncTickWorldQueries::Remove(uint32 Query)
{
	const int32 Removed = Waiting.RemoveAll([Query](const FAsyncTickWaitingQuery& Asked)
		{ return Asked.Query.Id == Query; });
	Counters.WaitingQueries -= static_cast<uint64>(Removed);
	return Removed > 0;
}

bool FAsyncTickWorldQueries::IsValid(const FAsyncTickQuery& Query)
{
	const bool bKind = Query.Kind >= 0 && Query.Kind < AsyncTickQueryKind::Num;
	const bool bShape = Query.Shape >= 0 && Query.Shape < AsyncTickQueryShape::Num
		&& (Query.Shape != AsyncTickQueryShape::Line || Query.Kind != AsyncTickQueryKind::Overlaps);
	const bool bChannel = Query.Channel >= 0 && Query.Channel < TraceTypeQuery_MAX && FindAsyncTickChannel(Query) < ECC_MAX;
	const bool bObjects = Query.ObjectTypes == 0 || MakeAsyncTickObjectTypes(Query.ObjectTypes).IsValid();
	return bKind && bShape && bChannel && bObjects && Query.IgnoredCount >= 0;
}

void FAsyncTickWorldQueries::Begin()
{
	if (UWorld* const Place = World.Get())
	{
		// What the engine does not take now is asked again with the next tick.
		const int32 Begun = Waiting.RemoveAll([this, Place](const FAsyncTickWaitingQuery& Asked)
			{ return Ask(*Place, Asked).IsValid(); });
		Counters.WaitingQueries -= static_cast<uint64>(Begun);
	}
}

FTraceHandle FAsyncTickWorldQueries::Ask(UWorld& Place, const FAsyncTickWaitingQuery& Asked)
{
	const FAsyncTickQuery& Query = Asked.Query;
	if (Query.Kind == AsyncTickQueryKind::Overlaps)
	{
		return AskForOverlaps(Place, Asked);
	}

	const EAsyncTraceType Type = Query.Kind == AsyncTickQueryKind::All ? EAsyncTraceType::Multi : EAsyncTraceType::Single;
	const FVector Start = ToAsyncTickPlace(Query.Start);
	const FVector End = ToAsyncTickPlace(Query.End);
	const FQuat Rotation(Query.Rotation.X, Query.Rotation.Y, Query.Rotation.Z, Query.Rotation.W);
	const FCollisionShape Shape = MakeAsyncTickShape(Query);
	const bool bLine = Query.Shape == AsyncTickQueryShape::Line;
	if (!Asked.Profile.IsNone())
	{
		return bLine ? Place.AsyncLineTraceByProfile(Type, Start, End, Asked.Profile, Asked.Params, &TraceDelegate, Query.Id)
					 : Place.AsyncSweepByProfile(Type, Start, End, Rotation, Asked.Profile, Shape, Asked.Params, &TraceDelegate, Query.Id);
	}
	if (Query.ObjectTypes != 0)
	{
		const FCollisionObjectQueryParams Objects = MakeAsyncTickObjectTypes(Query.ObjectTypes);
		return bLine ? Place.AsyncLineTraceByObjectType(Type, Start, End, Objects, Asked.Params, &TraceDelegate, Query.Id)
					 : Place.AsyncSweepByObjectType(Type, Start, End, Rotation, Objects, Shape, Asked.Params, &TraceDelegate, Query.Id);
	}

	const ECollisionChannel Channel = FindAsyncTickChannel(Query);
	const FCollisionResponseParams& Response = FCollisionResponseParams::DefaultResponseParam;
	return bLine ? Place.AsyncLineTraceByChannel(Type, Start, End, Channel, Asked.Params, Response, &TraceDelegate, Query.Id)
				 : Place.AsyncSweepByChannel(Type, Start, End, Rotation, Channel, Shape, Asked.Params, Response, &TraceDelegate, Query.Id);
}

FTraceHandle FAsyncTickWorldQueries::AskForOverlaps(UWorld& Place, const FAsyncTickWaitingQuery& Asked)
{
	const FAsyncTickQuery& Query = Asked.Query;
	const FVector Center = ToAsyncTickPlace(Query.Start);
	const FQuat Rotation(Query.Rotation.X, Query.Rotation.Y, Query.Rotation.Z, Query.Rotation.W);
	const FCollisionShape Shape = MakeAsyncTickShape(Query);
	if (!Asked.Profile.IsNone())
	{
		return Place.AsyncOverlapByProfile(Center, Rotation, Asked.Profile, Shape, Asked.Params, &OverlapDelegate, Query.Id);
	}
	if (Query.ObjectTypes != 0)
	{
		return Place.AsyncOverlapByObjectType(Center, Rotation, MakeAsyncTickObjectTypes(Query.ObjectTypes), Shape, Asked.Params, &OverlapDelegate, Query.Id);
	}
	return Place.AsyncOverlapByChannel(
		Center, Rotation, FindAsyncTickChannel(Query), Shape, Asked.Params, FCollisionResponseParams::DefaultResponseParam, &OverlapDelegate, Query.Id);
}

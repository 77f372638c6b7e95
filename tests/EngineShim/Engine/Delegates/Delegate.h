// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Delegates/IDelegateInstance.h"
#include "Templates/SharedPointer.h"

#include <functional>
#include <type_traits>
#include <vector>

template <typename Signature>
class TDelegate;

/** A single binding. It is made by one of the Create functions and by nothing else: no lambda converts by itself. */
template <typename R, typename... ParameterTypes>
class TDelegate<R(ParameterTypes...)>
{
public:
	TDelegate() = default;

	// As in the engine, payload values must have exactly the types that the method takes after its parameters.
	template <typename UserClass, typename... PayloadTypes>
	static TDelegate CreateRaw(UserClass* Object, R (UserClass::*Method)(ParameterTypes..., std::decay_t<PayloadTypes>...), PayloadTypes&&... Payload)
	{
		TDelegate Result;
		Result.Object = Object;
		Result.Function = [Object, Method, ... Values = std::decay_t<PayloadTypes>(Payload)](ParameterTypes... Parameters) -> R
		{ return (Object->*Method)(static_cast<ParameterTypes>(Parameters)..., Values...); };
		return Result;
	}

	/** The engine also lets go of a widget that is gone; the shim's widgets outlive what they are bound to. */
	template <typename UserClass>
	static TDelegate CreateSP(UserClass* Object, R (UserClass::*Method)(ParameterTypes...))
	{
		return CreateRaw(Object, Method);
	}

	/** Holds the object weakly: once it is gone nothing is called. */
	template <typename UserClass, typename... PayloadTypes>
	static TDelegate CreateSP(const TSharedRef<UserClass>& Object, R (UserClass::*Method)(ParameterTypes..., std::decay_t<PayloadTypes>...), PayloadTypes&&... Payload)
	{
		TDelegate Result;
		Result.Object = &Object.Get();
		Result.Function = [Weak = TWeakPtr<UserClass>(TSharedPtr<UserClass>(Object)), Method, ... Values = std::decay_t<PayloadTypes>(Payload)](ParameterTypes... Parameters) -> R
		{ return (Weak.Pin().Get()->*Method)(static_cast<ParameterTypes>(Parameters)..., Values...); };
		Result.IsAlive = [Weak = TWeakPtr<UserClass>(TSharedPtr<UserClass>(Object))]
		{ return Weak.IsValid(); };
		return Result;
	}

	template <typename FunctorType>
	static TDelegate CreateLambda(FunctorType&& Functor)
	{
		TDelegate Result;
		Result.Function = std::forward<FunctorType>(Functor);
		return Result;
	}

	static TDelegate CreateStatic(R (*Function)(ParameterTypes...))
	{
		TDelegate Result;
		Result.Function = Function;
		return Result;
	}

	bool IsBound() const { return static_cast<bool>(Function) && (!IsAlive || IsAlive()); }
	bool ExecuteIfBound(ParameterTypes... Parameters) const
	{
		const bool bBound = IsBound();
		if (bBound)
		{
			Execute(static_cast<ParameterTypes>(Parameters)...);
		}
		return bBound;
	}
	R Execute(ParameterTypes... Parameters) const { return Function(static_cast<ParameterTypes>(Parameters)...); }
	const void* ShimObject() const { return Object; }

private:
	std::function<R(ParameterTypes...)> Function;
	/** Empty for a binding that does not look. */
	std::function<bool()> IsAlive;
	const void* Object = nullptr;
};

template <typename Signature>
class TMulticastDelegate;

template <typename... ParameterTypes>
class TMulticastDelegate<void(ParameterTypes...)>
{
public:
	using FDelegate = TDelegate<void(ParameterTypes...)>;

	FDelegateHandle Add(const FDelegate& Delegate)
	{
		Bindings.push_back({Delegate, FDelegateHandle::Generate()});
		return Bindings.back().Handle;
	}

	template <typename UserClass>
	FDelegateHandle AddRaw(UserClass* Object, void (UserClass::*Method)(ParameterTypes...))
	{
		return Add(FDelegate::CreateRaw(Object, Method));
	}
	template <typename FunctorType>
	FDelegateHandle AddLambda(FunctorType&& Functor)
	{
		return Add(FDelegate::CreateLambda(std::forward<FunctorType>(Functor)));
	}
	FDelegateHandle AddStatic(void (*Function)(ParameterTypes...)) { return Add(FDelegate::CreateStatic(Function)); }

	bool Remove(FDelegateHandle Handle)
	{
		return std::erase_if(Bindings, [Handle](const FBinding& Binding)
				   { return Binding.Handle == Handle; })
			!= 0;
	}
	int32 RemoveAll(const void* Object)
	{
		return static_cast<int32>(std::erase_if(Bindings, [Object](const FBinding& Binding)
			{ return Binding.Delegate.ShimObject() == Object; }));
	}
	bool IsBound() const { return !Bindings.empty(); }

	/** A binding that another one removes during the broadcast is not called any more. */
	void Broadcast(ParameterTypes... Parameters) const
	{
		const std::vector<FBinding> Copy = Bindings;
		for (const FBinding& Binding : Copy)
		{
			for (const FBinding& Current : Bindings)
			{
				if (Current.Handle == Binding.Handle)
				{
					Binding.Delegate.Execute(Parameters...);
					break;
				}
			}
		}
	}

private:
	struct FBinding
	{
		FDelegate Delegate;
		FDelegateHandle Handle;
	};
	std::vector<FBinding> Bindings;
};

using FSimpleDelegate = TDelegate<void()>;
using FSimpleMulticastDelegate = TMulticastDelegate<void()>;

#define DECLARE_DELEGATE_RetVal_OneParam(ReturnType, Name, Parameter) using Name = TDelegate<ReturnType(Parameter)>
#define DECLARE_MULTICAST_DELEGATE_OneParam(Name, Parameter) using Name = TMulticastDelegate<void(Parameter)>
